import { accountNoun } from "../../asset-ids.ts";

/** Which asset a link leads to. */
export interface AssetRef {
  readonly type: string;
  readonly id: string;
}

/** Narrows the overview; members that are left out do not. */
export interface OverviewQuery {
  readonly status?: string | undefined;
  readonly severity?: string | undefined;
  readonly framework?: string | undefined;
  readonly connector?: string | undefined;
  readonly text?: string | undefined;
  /** Name of an order of the list of controls. */
  readonly sort?: string | undefined;
  readonly page?: number;
}

/**
 * Where links lead, which differs between the server and a report in one file. Undefined where there is no such page:
 * then the text stands alone.
 */
export interface Links {
  /** The words that narrow what is shown to some of the assets, which all links keep: `subscription:web-prod`. */
  readonly inside: readonly string[];
  /** The overview of one connector's assets alone. */
  insideOf(connector: string): string | undefined;
  overview(query?: OverviewQuery): string;
  /** The overview of those controls alone that are asked for. */
  narrowed(query: OverviewQuery): string | undefined;
  /** A report, by its ending, of those controls that are asked for. */
  exported(suffix: string, query: OverviewQuery): string | undefined;
  /** `asset` is the one whose names are filled into the guidance. */
  control(id: string, options?: { readonly asset?: string; readonly page?: number }): string;
  asset(asset: AssetRef): string | undefined;
  /** Why a control finds in an asset what it does. */
  explained(asset: AssetRef, check: string): string | undefined;
  connector(id: string): string | undefined;
  connectors(page?: number): string | undefined;
  /** GraphiQL with this document. */
  explore(document?: string): string | undefined;
  /** This document, run as a check; with an asset, how it came out for that one. */
  tried(
    document: string,
    options?: { readonly page?: number; readonly asset?: AssetRef },
  ): string | undefined;
  /** A file of this document's, by its name. */
  saved(name: string, document: string): string | undefined;
}

/**
 * Links between the pages of the server, all over the same assets. Those to further pages of a list name the snapshot that the list was
 * begun over.
 */
export function linksOver(snapshot?: string, inside: readonly string[] = []): Links {
  const search = (parameters: Parameters, words = inside) =>
    query([...words.map((word) => ["in", word] as const), ...Object.entries(parameters)]);
  const place = (page: number | undefined) =>
    page === undefined || page <= 1 ? {} : { page: String(page), snapshot };
  const overview = ({ page, ...narrowed }: OverviewQuery = {}) =>
    `/${search({ ...narrowed, ...place(page) })}`;
  return {
    inside,
    insideOf: (connector) => `/${search({}, [connectorWord(connector)])}`,
    overview,
    narrowed: overview,
    exported: (suffix, { page: _, sort: __, ...narrowed }) =>
      `/report.${suffix}${search({ ...narrowed })}`,
    control: (id, { asset, page } = {}) =>
      `/controls/${id.split("/").map(encodeURIComponent).join("/")}${search({ asset, ...place(page) })}${asset === undefined ? "" : `#${mendAnchor(id)}`}`,
    asset: ({ type, id }) => `/asset${search({ type, id })}`,
    explained: ({ type, id }, check) => `/explain${search({ check, type, id })}`,
    connector: (id) => `/connector${search({ id })}`,
    connectors: (page) => `/connectors${search(place(page))}`,
    // Queries are asked of all assets.
    explore: (document) => `/graphiql${search({ query: document }, [])}`,
    tried: (document, { page, asset } = {}) =>
      `/check${search({ query: document, type: asset?.type, asset: asset?.id, ...place(page) })}${asset ? "#explained" : ""}`,
    saved: (name, document) => `/save/${encodeURIComponent(name)}${search({ query: document })}`,
  };
}

/** Links between the pages of the server, whatever snapshot they show. */
export const serverLinks: Links = linksOver();

/** Links within one file. */
export const fileLinks: Links = {
  inside: [],
  insideOf: () => undefined,
  overview: () => "#overview",
  narrowed: (query) => (query.severity || query.framework ? `#${listAnchor(query)}` : undefined),
  exported: () => undefined,
  control: (id) => `#${anchorOf(id)}`,
  asset: () => undefined,
  explained: () => undefined,
  connector: () => undefined,
  connectors: () => undefined,
  explore: () => undefined,
  tried: () => undefined,
  saved: () => undefined,
};

/** A control's place in a report of one file. */
export function anchorOf(id: string): string {
  return `control-${encodeURIComponent(id).replaceAll("%", ".")}`;
}

/** The place of the list of a severity's or a framework's controls in a report of one file. */
export function listAnchor({ severity, framework }: OverviewQuery): string {
  const name = severity === undefined ? `framework-${framework}` : `severity-${severity}`;
  return `list-${encodeURIComponent(name).replaceAll("%", ".")}`;
}

/** Where a control's page says how to mend what it found. */
export function mendAnchor(id: string): string {
  return `${anchorOf(id)}-mend`;
}

/** What narrows to a connector: what its cloud calls it, and the last part of its id. */
function connectorWord(id: string): string {
  return `${accountNoun(id)}:${id.split("/").at(-1)}`;
}

type Parameters = Readonly<Record<string, string | undefined>>;

function query(
  parameters: readonly (readonly [name: string, value: string | undefined])[],
): string {
  const given = parameters.flatMap(([name, value]) => (value ? [[name, value]] : []));
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}
