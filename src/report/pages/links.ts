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
  overview(query?: OverviewQuery): string;
  /** The overview of those controls alone that are asked for. */
  narrowed(query: OverviewQuery): string | undefined;
  /** A report, by its ending, of those controls that are asked for. */
  exported(suffix: string, query: OverviewQuery): string | undefined;
  /** `asset` is the one whose names are filled into the guidance. */
  control(id: string, options?: { readonly asset?: string; readonly page?: number }): string;
  asset(asset: AssetRef): string | undefined;
  connector(id: string): string | undefined;
  connectors(page?: number): string | undefined;
  /** GraphiQL with this document. */
  explore(document?: string): string | undefined;
}

/** Links between the pages of the server. Those to further pages of a list name the snapshot that the list was begun over. */
export function linksOver(snapshot?: string): Links {
  const place = (page: number | undefined) =>
    page === undefined || page <= 1 ? {} : { page: String(page), snapshot };
  const overview = ({ page, ...query }: OverviewQuery = {}) =>
    `/${search({ ...query, ...place(page) })}`;
  return {
    overview,
    narrowed: overview,
    exported: (suffix, { page: _, sort: __, ...query }) =>
      `/report.${suffix}${search({ ...query })}`,
    control: (id, { asset, page } = {}) =>
      `/controls/${id.split("/").map(encodeURIComponent).join("/")}${search({ asset, ...place(page) })}${asset === undefined ? "" : `#${mendAnchor(id)}`}`,
    asset: ({ type, id }) => `/asset${search({ type, id })}`,
    connector: (id) => `/connector${search({ id })}`,
    connectors: (page) => `/connectors${search(place(page))}`,
    explore: (document) => `/graphiql${search({ query: document })}`,
  };
}

/** Links between the pages of the server, whatever snapshot they show. */
export const serverLinks: Links = linksOver();

/** Links within one file. */
export const fileLinks: Links = {
  overview: () => "#overview",
  narrowed: () => undefined,
  exported: () => undefined,
  control: (id) => `#${anchorOf(id)}`,
  asset: () => undefined,
  connector: () => undefined,
  connectors: () => undefined,
  explore: () => undefined,
};

/** A control's place in a report of one file. */
export function anchorOf(id: string): string {
  return `control-${encodeURIComponent(id).replaceAll("%", ".")}`;
}

/** Where a control's page says how to mend what it found. */
export function mendAnchor(id: string): string {
  return `${anchorOf(id)}-mend`;
}

function search(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "",
  );
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}
