/**
 * The nouns that pass between the stages. Read this first: every stage takes some of these and gives back others.
 *
 *   schema/*.graphql ─ model ─► Model ─ dialect ─► Filter
 *   cloud ─ collect ─► AssetRecord, Collection ─ inventory/build ─► snapshot ─► Inventory
 *   checks ─ check ─► Check ─ plan, run ─► Verdict ─ report ─► text, JSON, …
 *
 * All of it is plain frozen data but `Inventory`, the one interface between those who ask and those who hold the assets.
 */

// ───────────────────────────── places and mistakes ─────────────────────────────

/** Where something a person wrote stands; `line` and `column` count from 1. `source` is the whole text, for the code frame. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly source?: string;
}

// ───────────────────────────── model: what exists ─────────────────────────────

/** The scalars of the dialect. An enum field has scalar `String` in storage and its values in `Field.values`. */
export type ScalarName =
  "ID" | "String" | "Int" | "Float" | "BigInt" | "Boolean" | "DateTime" | "Date";

/** How one field or relationship is read from the cloud's answer. */
export interface Reading {
  /**
   * Dotted paths into the answer, tried in order; the first whose property is there (null included) wins. `a[].b` maps over a
   * list, `a[kind=x].b` over those of its members whose `kind` is `x`, `a.*` takes an object's values. `$parent`, `$connector`,
   * `$provider`, `$readAt`, `$apiVersion`, `$type`, `$parentType` and `$` with a detail's name read what stands around the answer.
   */
  readonly paths: readonly string[];
  /** Name of an entry in the table of conversions (`collect/reading/conversions.ts`), or in the provider's. */
  readonly convert?: string;
  /** Makes the value Boolean: whether it is one of these texts, whatever their case. Null stays null. */
  readonly equals?: readonly string[];
}

/** What the schema says of an answer that has no value for a field or relation, or null. */
export interface Absence {
  /**
   * `value`: comparisons see `Field.coalesce`. `none`: null is really none, the relation leads to nothing. `missing`: the answer
   * cannot say, so that the field or relation is missing in that record.
   */
  readonly is: "value" | "none" | "missing";
  /** Where that is written. */
  readonly source?: string;
  /** What a real tenant would have to answer, where the source leaves a doubt. */
  readonly question?: string;
}

/** How texts that differ only in this are the same; see `enum Form` in `schema/directives.graphql`. */
export type Form =
  | ("ID" | "RESOURCE_ID" | "GUID" | "REGION" | "CASE")
  | ("IP" | "IP_RANGE" | "RULE_END" | "PORTS" | "TIME_SPAN" | "DURATION" | "VERSION");

/**
 * In which spellings a field's text may come, in answers and in filters alike: a closed set of words, each at the head of its other
 * names, or an open set with a form.
 */
export type Spelling = { readonly words: readonly (readonly string[])[] } | { readonly form: Form };

/** A field that holds a value. A list holds scalars; `required` is about the outer value, `elementRequired` about the members. */
export interface Field {
  readonly name: string;
  readonly scalar: ScalarName;
  readonly enumName?: string;
  /** An enum's values. */
  readonly values?: readonly string[];
  readonly list: boolean;
  readonly required: boolean;
  readonly elementRequired: boolean;
  readonly description?: string;
  /** How it is read; on every field of a concrete type that is neither `uncollected` nor `derived`. */
  readonly reading?: Reading;
  /** Nothing reads it yet, and why: its value is missing in every record. */
  readonly uncollected?: string;
  /** It is worked out from other assets once all are known. */
  readonly derived?: Derived;
  /** `@coalesce`: the value comparisons see in place of null, for a list a list; the null test still sees null (DIALECT 1.5). */
  readonly coalesce?: Scalar | readonly Scalar[];
  /** What it means that an answer has no value. Undefined where the schema does not say: then it is null. */
  readonly absence?: Absence;
  /**
   * Where it is read from a `@detail` that some assets cannot have: a Boolean field of the same type that is null for those. For them
   * comparisons are unknown, whatever absence counts as.
   */
  readonly presence?: string;
  /** The spellings that are the same. Undefined: texts are the same letter by letter. */
  readonly spelling?: Spelling;
  /** Of an open set the words that are known. */
  readonly known?: readonly string[];
  /** It says what a row is, as a name does. */
  readonly identifies?: true;
  /** It is the first of a range, and this field of the same type the last. */
  readonly rangeTo?: string;
  readonly place?: Place;
}

/**
 * A field that leads to other assets or parts.
 *
 * - `references`: the answer holds the target's id(s).
 * - `embeds`: the answer holds the target itself; the target is then a part.
 * - `inverse`: the other side's `references` or `embeds`, walked backwards; `inverse` names its field on the target.
 */
export interface Relation {
  readonly name: string;
  /** An asset type, part, interface or union. */
  readonly target: string;
  readonly toMany: boolean;
  readonly required: boolean;
  readonly kind: "references" | "embeds" | "inverse";
  readonly reading?: Reading;
  /** What it means that an answer names no target. Undefined where the schema does not say: then there is none. */
  readonly absence?: Absence;
  readonly inverse?: string;
  /** Of an inverse: where the answer itself names those that lead here, each path for itself. */
  readonly holders?: readonly Reading[];
  /** Nothing reads it yet, and why: it is missing in every record. Its kind is then `embeds`, without a reading. */
  readonly uncollected?: string;
  /** It is worked out from other assets once all are known. Its kind is then `embeds`, without a reading. */
  readonly derived?: Derived;
  /**
   * Where assets on the far side may live. CONNECTOR (default): in the same connector, so that only its collections
   * matter for what may be missing. ANYWHERE: in any connector.
   */
  readonly scope: "CONNECTOR" | "ANYWHERE";
  readonly description?: string;
  readonly place?: Place;
}

/** How a derived field or relation comes about. */
export interface Derived {
  /** Name of an entry in the provider's table of derivations (`collect/<provider>/derivations.ts`). */
  readonly by: string;
  /** The asset types that it rests on, whose collections its answer depends on. */
  readonly from: readonly string[];
}

/** What the schema says of a cloud; see `@provider` in `schema/directives.graphql`. */
export interface ProviderFacts {
  readonly name: string;
  /** The variable of checks that is bound to the id of each of its accounts in turn. */
  readonly variable: string;
  /** What the ids of its accounts begin with. */
  readonly accounts: string;
}

/** What the schema says of a kind of call; see `@loader` in `schema/directives.graphql`. */
export interface LoaderFacts {
  readonly name: string;
  readonly provider: string;
  readonly listsAccounts: boolean;
  /** Arguments of `@source`, beside `loader` and `permission`. */
  readonly needs: readonly string[];
  readonly takes: readonly string[];
  /** What the path must hold, and what else is filled in there. */
  readonly holds?: string;
  readonly fills: readonly string[];
  readonly title?: string;
}

/** Which call brings an asset type; see `@source` in `schema/directives.graphql` for each argument's meaning. */
export interface Source {
  /** Name of an entry in its provider's table of loaders. */
  readonly loader: string;
  readonly path?: string;
  readonly table?: string;
  readonly resourceType?: string;
  /** A word that the resource's `kind` must have among its words, or with `!` before it must not have. */
  readonly kind?: string;
  readonly apiVersion?: string;
  /** The asset types whose assets the path's `{id}` runs over. */
  readonly of?: readonly string[];
  readonly permission?: string;
  /** Further calls for each asset of the type; paths `$name…` read their answers. Where one fails, the fields that read it are missing. */
  readonly details?: readonly Detail[];
}

/** One further GET for each asset of a type. */
export interface Detail {
  readonly name: string;
  /** Begins with `{id}`. */
  readonly path: string;
  readonly apiVersion: string;
  readonly permission?: string;
}

/** A concrete type: an asset (has a root field, comes from `source`) or a part (lives inside assets, no root field). */
export interface AssetType {
  readonly name: string;
  readonly kind: "asset" | "part";
  /** Root field, plural lower camel; for a part unused. */
  readonly plural: string;
  /** Other names that people look for it by; for hints alone. See `@knownAs` in `schema/directives.graphql`. */
  readonly alsoKnownAs?: readonly string[];
  readonly description?: string;
  readonly interfaces: readonly string[];
  readonly fields: ReadonlyMap<string, Field>;
  readonly relations: ReadonlyMap<string, Relation>;
  readonly source?: Source;
  /** Of a part: the asset types whose answers hold it, directly or within other parts. It is as complete as their collections. */
  readonly owners?: readonly string[];
  readonly place?: Place;
}

/** An interface or a union: a name for several concrete types, with the fields they share (a union shares none). */
export interface AbstractType {
  readonly name: string;
  readonly kind: "interface" | "union";
  readonly plural: string;
  readonly alsoKnownAs?: readonly string[];
  readonly description?: string;
  readonly members: readonly string[];
  readonly fields: ReadonlyMap<string, Field>;
  readonly relations: ReadonlyMap<string, Relation>;
  readonly place?: Place;
}

export interface EnumType {
  readonly name: string;
  readonly description?: string;
  readonly values: readonly { readonly name: string; readonly description?: string }[];
}

/** All that `schema/` says. `fingerprint` changes whenever what is stored would (descriptions do not count). */
export interface Model {
  readonly types: ReadonlyMap<string, AssetType>;
  readonly abstractTypes: ReadonlyMap<string, AbstractType>;
  readonly enums: ReadonlyMap<string, EnumType>;
  readonly providers: ReadonlyMap<string, ProviderFacts>;
  readonly loaders: ReadonlyMap<string, LoaderFacts>;
  /** SDL of the directives that documents may use (`@check`, `@expect`, `@offenders`) and of the types their arguments need. */
  readonly documentDirectives: string;
  readonly fingerprint: string;
}

// ───────────────────────────── collection: what was read, and how completely ─────────────────────────────

export type Scalar = string | number | boolean;
/** A stored value: null is "the answer has no such value", which is not the same as missing. */
export type FieldValue = Scalar | null | readonly (Scalar | null)[];

/** One asset or part as the normalising code leaves it. Fields that are left out are null; links that are left out are empty. */
export interface AssetRecord {
  /** The concrete type's name. */
  readonly type: string;
  /** Key within the type: the lower-cased resource id; for a part its owner's id, `#`, relation and position or name. */
  readonly id: string;
  /** Id of the connector it was read in. A connector's own record names itself. */
  readonly connector: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Relation (`references` and `embeds` only) to the ids it leads to. Ids that lead nowhere are kept: they may be missing. */
  readonly links: Readonly<Record<string, readonly string[]>>;
  /** Fields and relations whose value could not be learnt, and is left out: an unknown value of a plan, a follow-up call that failed. */
  readonly missing?: readonly string[];
}

export type CollectionStatus =
  "complete" | "denied" | "notRegistered" | "throttled" | "failed" | "skipped" | "notCollected";

/** What became of reading one asset type in one connector. Where there is none for a pair, the status is `notCollected`. */
export interface Collection {
  readonly type: string;
  readonly connector: string;
  readonly status: CollectionStatus;
  /** One sentence: what happened, for people. Always there unless complete. */
  readonly cause?: string;
  /** The service's own error code, such as `AuthorizationFailed`. */
  readonly code?: string;
  /** The permission that would mend it, when it was denied. */
  readonly permission?: string;
  readonly apiVersion?: string;
  /** ISO 8601 UTC. */
  readonly readAt: string;
  readonly assets: number;
  readonly requestId?: string;
  /**
   * Of a type that is read for each asset of others: the ids of those for which it could not be. Where this is given, whatever
   * the status, all of it is known for every other asset that is known. Stored with those assets, not with the collection.
   */
  readonly unreadOwners?: readonly string[];
}

/** What a snapshot says of itself. Never holds a secret. */
export interface SnapshotInfo {
  readonly id: string;
  /** ISO 8601 UTC; the moment the collection began. */
  readonly takenAt: string;
  /** Where it came from: `azure`, `import`, … and what of it. */
  readonly origin: string;
  /** Who read it, such as an object id or `unknown`. */
  readonly identity?: string;
  readonly assayVersion: string;
  readonly schemaFingerprint: string;
  readonly formatVersion: number;
  /** What was asked for, where that was not all that the identity sees: accounts and tenants, in lower case and sorted. */
  readonly wish?: {
    readonly accounts?: readonly string[];
    readonly tenants?: readonly string[];
  };
}

// ───────────────────────────── filters ─────────────────────────────

/** A literal as operators compare it: dates as ISO text in UTC with full precision, BigInt as a decimal string; or what stands for one. */
export type Literal = Scalar | null | Variable;

/** The id of the connector that a check is asked for, which is not known before the check runs. */
export interface Variable {
  readonly variable: string;
}

/**
 * A `where`, normalised: both spellings are one, what filters nothing is gone, names are resolved against the model.
 * Frozen, JSON-safe, printable.
 */
export type Filter =
  | { readonly kind: "and" | "or"; readonly of: readonly Filter[] }
  | { readonly kind: "not"; readonly of: Filter }
  /** The field is null. Two-valued but for missing. */
  | { readonly kind: "null"; readonly field: string }
  /** `operator` is a key of `dialect/operators.ts`; `value` is never null itself, a list's members may be. */
  | {
      readonly kind: "compare";
      readonly field: string;
      readonly operator: string;
      readonly value: Scalar | Variable | readonly Literal[];
      readonly ignoreCase?: true;
    }
  /** Over the related rows, whatever their type. Without `where` every related row counts as true. Two-valued but for missing. */
  | {
      readonly kind: "quantify";
      readonly relation: string;
      readonly quantifier: Quantifier;
      readonly where?: Filter;
    }
  /** The row is of one of these concrete types. */
  | { readonly kind: "type"; readonly names: readonly string[] };

export type Quantifier = "SOME" | "NONE" | "ALL" | "SINGLE";

/** What a filter comes to for a row; unknown through null, missing through what was not read. */
export type Truth = "true" | "false" | "unknown" | "missing";

// ───────────────────────────── inventory: the one interface ─────────────────────────────

export interface Sort {
  readonly field: string;
  readonly direction: "ASC" | "DESC";
}

/** A question: the rows of a concrete type or an interface for which `where` is true. */
export interface Query {
  readonly type: string;
  readonly where?: Filter | undefined;
  readonly sort?: readonly Sort[];
}

/**
 * Rows of one concrete type, each by a number of 32 bits that its inventory knows it by: the same for as long as it is open, another
 * for every row of the type. Nothing else may be read from it: not how many there are, and not their order.
 */
export interface Rows {
  readonly type: string;
  readonly rows: Uint32Array;
}

/** One row, as `Rows` has many. */
export interface RowRef {
  readonly type: string;
  readonly row: number;
}

/** What a query comes to. Counts are at hand; rows are made on demand. Rows come in the sort's order, else type by type in id's order. */
export interface Selection {
  readonly examined: number;
  readonly matched: number;
  /** Rows whose answer depends on data that is missing. */
  readonly undecided: number;
  /** Positions, rising, of those of some rows that are among them. For few of them this costs less than to make `rows`. */
  among(which: "matched" | "undecided", rows: Rows): Promise<Uint32Array>;
  /** `offset` before `limit`; without a limit all. Runs of rows of one type, in order. Sorted is what the page needs, and no more. */
  rows(
    which: "matched" | "undecided",
    page?: { readonly offset?: number; readonly limit?: number },
  ): Promise<readonly Rows[]>;
}

/** The related rows of many rows at once: those of `source[i]` are `targets` from `offsets[i]` to `offsets[i + 1]`. */
export interface Related {
  readonly offsets: Uint32Array;
  /** Concrete type of each target as an index into `types`. */
  readonly types: readonly string[];
  readonly targetTypes: Uint8Array;
  readonly targets: Uint32Array;
}

/** One condition that held, with what was found: `securityContacts[default].email`, `= ""`. */
export interface Evidence {
  /** What was looked at, from the asset: `securityContacts[default].email`. */
  readonly path: string;
  /** The condition as a person reads it: `= ""`, `is null`, `none`. */
  readonly condition: string;
  /** The value found; undefined where there is none to show (a count, an absence). */
  readonly found?: FieldValue;
}

/** Why an asset is undecided: the data that is missing. */
export interface MissingEvidence {
  readonly path: string;
  /** The collection that is not complete; absent for a single value that was not known. */
  readonly collection?: Collection;
  /** An id that the asset's own answer names and that no collected asset has. */
  readonly id?: string;
  /** Why nothing reads it yet, as the schema says with `@uncollected`. */
  readonly reason?: string;
}

/**
 * One member of the JSON object that a row becomes: a field, a constant, or the rows a relation leads to, each as an object
 * of its own (a list of them, or for a to-one relation one or null). `members` are by the concrete type of the far side.
 */
export type JsonMember =
  | { readonly key: string; readonly field: string }
  | { readonly key: string; readonly constant: Scalar | null | readonly Scalar[] }
  | {
      readonly key: string;
      readonly relation: string;
      readonly where?: Filter;
      readonly members: Readonly<Record<string, readonly JsonMember[]>>;
    };

/** A member that lists by name those of these fields and relations that are missing in the row. */
export interface MissingMember {
  readonly key: string;
  readonly missing: readonly string[];
}

/** A member whose JSON text is known for each of the rows, in their order. */
export interface TextMember {
  readonly key: string;
  readonly texts: readonly string[];
}

/**
 * The assets of one snapshot, and all that anybody may ask of them. What holds them is a `Backend`, which need not be in this process:
 * every question is asked for many rows at once and answered by a promise. What takes long gives way to other work every 10 ms.
 */
export interface Inventory {
  /** The same assets, for work that ends with this signal: whatever is under way then throws the signal's reason. */
  until(signal: AbortSignal): Inventory;
  /** Closes the snapshot's file, at once. For who opened it and knows that nobody asks any more: what is asked later may throw. */
  close(): void;
  readonly model: Model;
  readonly snapshot: SnapshotInfo;
  /**
   * Collections, sorted by type, then connector; those never attempted stand in as `notCollected`. Without a scope all of them, which
   * may be very many: `coverage` costs less.
   */
  collections(scope?: CollectionScope): Promise<readonly Collection[]>;
  /** Answers a whole suite, so that what its filters share is worked out once. Same order as `queries`. */
  select(queries: readonly Query[]): Promise<readonly Selection[]>;
  /**
   * Follows `relation` from many rows of one type; `where` keeps those targets for which it is true. Of a to-one relation that
   * finds several the first of them, by type, then id.
   */
  related(rows: Rows, relation: string, where?: Filter): Promise<Related>;
  /** All that a relation leads to, as filters see it: of a to-one relation that finds several every one. */
  allRelated(rows: Rows, relation: string): Promise<Related>;
  /** How many related rows `related` would follow without a filter; none of them is made. */
  countRelated(rows: Rows, relation: string): Promise<number>;
  /** Values of fields, column by column: `result[f][i]` is field `fields[f]` of `rows.rows[i]`. */
  read(rows: Rows, fields: readonly string[]): Promise<readonly (readonly FieldValue[])[]>;
  /**
   * Rows as JSON objects in UTF-8, in their order, each with `separator` behind it; in pieces of whole rows, so that any
   * number of rows needs little memory. No object is made for a row: this is the way for many rows. A piece is valid until
   * the next one is asked for: the same memory is written again.
   */
  writeJson(
    rows: Rows,
    members: readonly (JsonMember | MissingMember)[],
    separator: "," | "\n",
  ): AsyncIterable<Uint8Array>;
  /** Whether a field or relation of a concrete type may be missing in any row of it. Looks at no row. */
  mayMiss(type: string, name: string): Promise<boolean>;
  /**
   * Of rows the places among them, rising, where a field's value is missing or a relation may lead to more than is known; where one
   * is promised and there is one, nothing more is awaited.
   */
  missing(rows: Rows, name: string): Promise<Uint32Array>;
  /** The rows of a concrete type for which it cannot be told whether `where` is true. Costs next to nothing where nothing is missing. */
  undecided(type: string, where: Filter): Promise<Rows>;
  /** The ids of the connectors that rows were read in. */
  connectorsOf(rows: Rows): Promise<readonly string[]>;
  /** The row with this id in a concrete type. */
  find(type: string, ids: readonly string[]): Promise<readonly (number | undefined)[]>;
  /** For each matched row the conditions that made `where` true. */
  explain(rows: Rows, where: Filter | undefined): Promise<readonly (readonly Evidence[])[]>;
  /** For each undecided row the data it waits for. */
  explainMissing(
    rows: Rows,
    where: Filter | undefined,
  ): Promise<readonly (readonly MissingEvidence[])[]>;
  /** For each row what a query over it rests on: the collections that it reads in the row's connector, as far as they were attempted. */
  sources(rows: Rows, query: Query): Promise<readonly (readonly EvidenceSource[])[]>;
  /** All collections, counted by what became of them. By type, then status, then cause. */
  coverage(): Promise<readonly Coverage[]>;
  /** How many collections of these asset types are not complete. None of them is looked at. */
  countIncomplete(types: readonly string[]): Promise<number>;
}

/** What could not be learnt of a field or relation in one row. What whole collections may hide besides is said by their status. */
export interface Unlearnt {
  /** Position among the rows that were asked about. */
  readonly place: number;
  /** The field's value could not be learnt, or the relation's links, whatever they lead to. */
  readonly whole?: true;
  /** Ids that the relation's links name and no asset has, in order. */
  readonly ids?: readonly string[];
  /**
   * Concrete types of an inverse's far side of which it is not known who leads to this row: links of theirs could not be learnt, or they
   * are read for each asset of others and were not read for this one.
   */
  readonly unread?: readonly string[];
}

/** A `Selection` as a backend gives it: what it cannot tell fast is found out from its rows. */
export type BackendSelection = Omit<Selection, "among"> & Partial<Pick<Selection, "among">>;

/** What an `Inventory` makes of a backend's other answers, for which the backend may know a faster way. */
export interface FasterWays extends Pick<
  Inventory,
  "countRelated" | "mayMiss" | "undecided" | "sources" | "coverage" | "countIncomplete"
> {
  /** As `Inventory.writeJson`; what is missing comes as texts. */
  writeJson(
    rows: Rows,
    members: readonly (JsonMember | TextMember)[],
    separator: "," | "\n",
  ): AsyncIterable<Uint8Array>;
}

/**
 * What must be done by whatever holds the assets of a snapshot: seven questions. `createInventoryOver` makes an `Inventory` of it, and
 * `test/backend/describe-inventory.ts` says whether it answers right.
 *
 * Rows are asked about by the numbers that were given for them before. Lists may be empty. What a type lacks is null in `read`.
 */
export interface Backend extends Partial<FasterWays> {
  readonly model: Model;
  readonly snapshot: SnapshotInfo;
  /** The same assets, for work that can end with this signal. Without it nobody waits for an answer that comes too late. */
  until?(signal: AbortSignal): Backend;
  /** Gives back what it holds. */
  close?(): void;
  /** As `Inventory.select`. */
  select(queries: readonly Query[]): Promise<readonly BackendSelection[]>;
  /** As `Inventory.related`; of a to-one relation all that are found. Targets of each row by type, then id. */
  related(rows: Rows, relation: string, where?: Filter): Promise<Related>;
  /** As `Inventory.read`. */
  read(rows: Rows, fields: readonly string[]): Promise<readonly (readonly FieldValue[])[]>;
  /** As `Inventory.find`. */
  find(type: string, ids: readonly string[]): Promise<readonly (number | undefined)[]>;
  /** As `Inventory.connectorsOf`. */
  connectorsOf(rows: Rows): Promise<readonly string[]>;
  /** What could not be learnt of a field or relation: an entry for each of the rows where that is anything, in their order. */
  unlearnt(rows: Rows, name: string): Promise<readonly Unlearnt[]>;
  /** As `Inventory.collections`. */
  collections(scope?: CollectionScope): Promise<readonly Collection[]>;
}

/** Which collections are asked for. An estate of a million connectors has too many to make an object of each. */
export interface CollectionScope {
  /** Only those of these asset types. */
  readonly types?: readonly string[];
  /** Only those of these connectors; what no asset and no collection names is left out. */
  readonly connectors?: readonly string[];
  /** Only those that are not complete. */
  readonly incomplete?: true;
  /** Of each type no more than so many, after the first `offset`; where connectors are named it is all of theirs. */
  readonly limit?: number;
  readonly offset?: number;
}

// ───────────────────────────── checks and verdicts ─────────────────────────────

/** From the gravest down. */
export const severities = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFO"] as const;

export type Severity = (typeof severities)[number];

/** What a root field must come to: `eq: []` by default. */
export interface Expectation {
  readonly operator: "eq" | "neq" | "lt" | "lte" | "gt" | "gte";
  /** `[]`, `true`, `false` or a number (then the count is compared). */
  readonly value: readonly [] | boolean | number;
}

/** One step of `@offenders(path:)`: a relation to follow, to those related assets for which `where` is true. */
export interface Step {
  readonly relation: string;
  readonly where?: Filter;
}

/** One root field of a check document. */
export interface Rule {
  /** Response key. */
  readonly name: string;
  readonly query: Query;
  readonly expectation: Expectation;
  /** `@offenders(path:)`: the steps from the returned asset to the assets at fault. */
  readonly offendersPath?: readonly Step[];
  readonly place: Place;
  /** Where each condition of the query and of the path's steps stands: its key, be it in a fragment or in a variable's value. */
  readonly places: ReadonlyMap<Filter, Place>;
}

/** A section of guidance: `heading` as written, `body` Markdown. */
export interface GuidanceSection {
  readonly heading: string;
  readonly body: string;
}

/** A control: one check document with its guidance. All its rules must hold. */
export interface Check {
  /** Path below the checks folder without extension: `azure/defender/security-contacts-have-email`. */
  readonly id: string;
  /** Ids that it had before it was renamed, the oldest first: `@check(formerly:)`. */
  readonly formerly: readonly string[];
  readonly title: string;
  readonly overview: string;
  readonly severity: Severity;
  /** `framework:control`, such as `cis-azure-3.0.0:3.1.13`. */
  readonly frameworks: readonly string[];
  readonly tags: readonly string[];
  /** The cloud whose connectors it is about, where it names one. */
  readonly provider?: string;
  readonly guidance: readonly GuidanceSection[];
  readonly rules: readonly Rule[];
  /** Whether the document has a variable for a connector's id: it runs once for each. */
  readonly perConnector: boolean;
  /** With `perConnector`: what the ids of those connectors begin with. */
  readonly accounts?: string;
  /** The document as it stands in its file. */
  readonly document: string;
  readonly place: Place;
}

export type VerdictStatus = "pass" | "fail" | "undecided" | "notApplicable";

/** An asset as verdicts name it. */
export interface AssetName {
  readonly id: string;
  readonly name: string | null;
  readonly type: string;
  readonly connector: {
    readonly id: string;
    readonly name: string | null;
    /** It is switched off, and takes no change: Azure's state `Disabled`. */
    readonly isDisabled?: true;
  } | null;
}

/** One collection that a judgement rests on: when it was read and at which API version. */
export interface EvidenceSource {
  readonly type: string;
  readonly readAt: string;
  readonly apiVersion?: string;
}

export interface Offender {
  readonly asset: AssetName;
  readonly rule: string;
  readonly because: readonly Evidence[];
  /** With `@offenders(path:)` the returned asset, which `because` speaks of. */
  readonly through?: AssetName;
  /** What was judged, collection by collection, in the asset's connector. */
  readonly sources: readonly EvidenceSource[];
}

export interface UndecidedAsset {
  readonly asset: AssetName;
  readonly rule: string;
  readonly missing: readonly MissingEvidence[];
}

/** What one check found about one asset: that it offends, or that this could not be told. */
export interface Finding {
  readonly check: Check;
  readonly offender?: Offender;
  readonly undecided?: UndecidedAsset;
}

/** A collection that is not complete, with the name of its connector. */
export interface Unreadable extends Collection {
  readonly connectorName: string | null;
}

/** What one rule of a check comes to. */
export interface RuleResult {
  readonly rule: string;
  /** The connector it ran for, where the check runs once for each. */
  readonly connector?: string;
  readonly status: VerdictStatus;
  /** As a person reads it: `nothing`, `at least one asset`. */
  readonly expected: string;
  /** Assets for which the rule's filter is true. */
  readonly found: number;
  readonly undecided: number;
}

/** Where a rule looks: how many assets are what its filter speaks of and stand where it says, whatever it finds fault with. */
export interface RuleScope {
  readonly rule: string;
  /** What its filter says of that, on one line: `tags SOME (key = "environment")`. */
  readonly condition: string;
  /** Assets for which it is true, or may be. */
  readonly inScope: number;
  /** Of so many that there are. */
  readonly of: number;
  /**
   * Where nothing is in scope, or in the part of it that one of the filter's alternatives has: the conditions that are true of no asset
   * at all. Such a rule, or such an alternative, finds nothing whatever there is.
   */
  readonly nowhere: readonly string[];
}

/** What a check comes to over one snapshot. Lists are sorted by asset id and may be cut; counts are whole. */
export interface Verdict {
  readonly check: string;
  readonly status: VerdictStatus;
  /** One for each rule; for a check that runs per connector only those that did not pass, by rule, then connector. */
  readonly rules: readonly RuleResult[];
  /** Assets looked at, per asset type: those in the connectors that its filters mean. */
  readonly examined: Readonly<Record<string, number>>;
  /** Of a check that runs once for each connector: for how many it ran. */
  readonly connectors?: number;
  /** Of the rules that look at some of them only. */
  readonly scope: readonly RuleScope[];
  readonly offenderCount: number;
  readonly offenders: readonly Offender[];
  readonly undecidedCount: number;
  readonly undecided: readonly UndecidedAsset[];
  /** Incomplete collections that the check reads and that leave something open. May be cut, too. */
  readonly unreadable: readonly Unreadable[];
}

/** How many connectors have a collection of a type in one state, with the same cause and remedy. */
export interface Coverage {
  readonly type: string;
  readonly status: CollectionStatus;
  readonly connectors: number;
  readonly cause?: string;
  readonly permission?: string;
}

/** The whole suite over one snapshot. */
export interface Run {
  readonly snapshot: SnapshotInfo;
  /** What has to be known of the snapshot before any verdict is believed; absent where there is nothing. */
  readonly notes?: readonly string[];
  /** The moment that the run was asked about, where somebody named one (ISO 8601, UTC): what is still to come is told from it. */
  readonly asOf?: string;
  /** Where only some assets are meant: the words that say which, such as `subscription:web-prod`. All that follows is about those. */
  readonly narrowedTo?: readonly string[];
  /** Assets in the snapshot, per asset type, zero included. */
  readonly assets: Readonly<Record<string, number>>;
  /** Of the asset types that the checks read. By type, then status, then cause. */
  readonly coverage: readonly Coverage[];
  readonly checks: readonly Check[];
  /** In the order of check ids. */
  readonly verdicts: readonly Verdict[];
  readonly durationMs: number;
}

/** How many assets a check found at fault, and how many it could not decide about. */
export interface FindingCounts {
  readonly offenders: number;
  readonly undecided: number;
}

/** A run, and all that the lists of its verdicts leave out. */
export interface WholeRun {
  readonly run: Run;
  /** Offenders of a check in the verdict's order, some hundred at a time; described when they are asked for. All without `part`. */
  offenders(check: string, part?: PartOfList): AsyncIterable<readonly Offender[]>;
  /** Undecided assets of a check, likewise. */
  undecided(check: string, part?: PartOfList): AsyncIterable<readonly UndecidedAsset[]>;
  /** Where assets stand and how they are labelled, in their order. */
  facts(assets: readonly AssetName[]): Promise<readonly AssetFacts[]>;
}

/** What people sort assets by. What is not there, or was not read, is null or empty. */
export interface AssetFacts {
  readonly region: string | null;
  readonly tags: readonly { readonly key: string; readonly value: string | null }[];
  /** Names of the groups that the asset's account stands in, sorted. */
  readonly groups: readonly string[];
}

/** A part of a list: `limit` members after the first `offset`. */
export interface PartOfList {
  readonly offset: number;
  readonly limit: number;
}

/** A run that can also be asked about single assets and connectors. */
export interface JudgedRun extends WholeRun {
  /** The same run, for work that ends with this signal (see `Inventory.until`). */
  until(signal: AbortSignal): JudgedRun;
  /** Those of some assets that are offenders of a check, by id; far less work than to list all offenders. */
  offendersAmong(check: string, rows: Rows): Promise<readonly string[]>;
  /** What was found about some assets of one type, in the order of check ids. */
  findingsOf(rows: Rows): Promise<readonly Finding[]>;
  /** A check's `unreadable`, nothing cut. */
  unreadable(check: string): Promise<readonly Unreadable[]>;
  /** For each check that found anything in a connector: how much. */
  countIn(connector: string): Promise<ReadonlyMap<string, FindingCounts>>;
}
