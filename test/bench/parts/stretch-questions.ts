/** One request: a page, or a query. */
export interface Ask {
  readonly path?: string;
  readonly query?: string;
  readonly variables?: object;
}

/** What the server is asked, with a name for the table. */
export interface StretchQuestion {
  readonly title: string;
  readonly ask: Ask;
}

/** One for each step of a query, and each page, whose work grows with the estate. */
export function questionsOf(): readonly StretchQuestion[] {
  const query = (title: string, text: string) => ({ title, ask: { query: `{ ${text} }` } });
  const page = (title: string, path: string) => ({ title, ask: { path } });
  const where = (filter: string) => `storageAccountsAggregate(where: { ${filter} }) { count }`;
  const aliases = (count: number, of: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => `a${i}: ${of(i)}`).join(" ");
  const many = Array.from({ length: 9_000 }, (_, i) => `"x${i}"`).join(" ");
  const control = "/controls/azure/defender/security-contacts-have-additional-email";
  return [
    query("one connector by id", 'connectors(where: { id: "/subscriptions/x" }) { id }'),
    query("sorted by name", "storageAccounts(sort: [{ name: DESC }], limit: 1) { id }"),
    query(
      "30 sorts under aliases",
      aliases(
        30,
        (i) =>
          `storageAccounts(sort: [{ name: DESC }, { region: ASC }, { id: ASC }], limit: 1, offset: ${i}) { id }`,
      ),
    ),
    query("all types sorted", "assets(sort: [{ name: DESC }], limit: 1) { id }"),
    query("a far page", "storageAccounts(offset: 100000, limit: 10) { id name }"),
    query("EQ", where('name: "x"')),
    query("IN, 9,000 members", where(`id_IN: [${many}]`)),
    {
      title: "IN, 90,000 members in a variable",
      ask: {
        query: `query ($where: StorageAccountWhere) { storageAccountsAggregate(where: $where) { count } }`,
        variables: { where: { id_IN: Array.from({ length: 90_000 }, (_, i) => `x${i}`) } },
      },
    },
    query("STARTS_WITH", where('name_STARTS_WITH: "st"')),
    query("CONTAINS", where('id_CONTAINS: "zz"')),
    query("ENDS_WITH", where('name_ENDS_WITH: "7"')),
    query("without regard to case", where('name: { caseInsensitive: { contains: "ZZ" } }')),
    query("MATCHES", where('name_MATCHES: ".*(a|b)+7$"')),
    query("MATCHES, a large pattern, over ids", where('id_MATCHES: "(.*a){20}.*"')),
    query("MATCHES over all types", 'assetsAggregate(where: { id_MATCHES: ".*zz.*" }) { count }'),
    query(
      "a relation with a pattern behind it",
      'connectorsAggregate(where: { securityContacts_SOME: { email_MATCHES: ".*7.*" } }) { count }',
    ),
    query(
      "followed and filtered by a pattern",
      'connectors(limit: 20000) { id securityContacts(where: { email_MATCHES: ".*7.*" }) { id } }',
    ),
    query(
      "followed and sorted",
      "connectors(limit: 50000) { securityContacts(sort: [{ name: DESC }], limit: 1) { id } }",
    ),
    query("200,000 rows", "storageAccounts(limit: 200000) { id name region }"),
    query("findings", "storageAccounts(limit: 2000) { id findings { status because { path } } }"),
    query(
      "runCheck",
      'runCheck(id: "azure/defender/security-contacts-have-additional-email") { offenderCount offenders(limit: 10, offset: 10000) { assetId because { path } } }',
    ),
    query(
      "controls and their offenders",
      "controls { title verdict { offenderCount offenders(limit: 3, offset: 2000) { assetId because { path } } } }",
    ),
    query("coverage of a type", 'coverage(type: "StorageAccount") { connector status }'),
    query(
      "480 unknown keys",
      where(Array.from({ length: 480 }, (_, i) => `nope${i}: 1`).join(" ")),
    ),
    page("/", "/"),
    page("/connectors", "/connectors"),
    page("/connectors, a far page", "/connectors?page=100000"),
    page("a control", control),
    page("a control, page 20", `${control}?page=20`),
    page("a control, a far page", `${control}?page=100000`),
    page(
      "another control, a far page",
      "/controls/azure/storage/blob-requests-are-logged?page=100000",
    ),
    page("an asset that is not there", "/asset?type=StorageAccount&id=x"),
    page("/metrics", "/metrics"),
    query(
      "all at once again",
      aliases(20, (i) => where(`name_MATCHES: ".*${i}+x$"`)),
    ),
  ];
}
