/** Check documents over the toys, to begin with. */
export const documents: readonly string[] = [
  `query Boxes($name: String! = "a") @check(title: "Boxes", severity: HIGH, tags: ["x"]) {
    boxes(where: { OR: [{ name: $name }, { lids_SOME: { isOpen: true, name: null } }] }) { id name }
  }`,
  `{ things(where: { typename_IN: [Box], home: { name: { startsWith: "a" } } }) @expect(eq: []) { id ... on Box { region } } }`,
  `{ finds(where: { Ball: { colour_NOT: "red", inside_ALL: { size_GT: 3 } }, Account: {} }) { ... on Ball { id } } }`,
  `{ boxesAggregate(where: { level_IN: [LOW, HIGH], seenAt_LT: "2024-03-01", NOT: { labels_INCLUDES: "b" } }) @expect(lt: 5) { count } }`,
  `fragment F on Box { id name home { id } }
  { boxes(where: { name_MATCHES: "(?i)a[b-z]*(c|d){2,3}", serial: "12" }) @offenders(path: ["lids"]) { ...F } }`,
];
