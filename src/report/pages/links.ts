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
  return {
    overview: ({ page, ...query } = {}) => `/${search({ ...query, ...place(page) })}`,
    control: (id, { asset, page } = {}) =>
      `/controls/${id.split("/").map(encodeURIComponent).join("/")}${search({ asset, ...place(page) })}`,
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

function search(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "",
  );
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}
