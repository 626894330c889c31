/** Which spelling of filters a schema shows. All of them are always answered. */
export const filterSpellings = ["suffix", "nested", "both"] as const;
export type FilterSpelling = (typeof filterSpellings)[number];

/** What of the filters a schema shows. */
export interface Published {
  readonly spelling: FilterSpelling;
  /** Whether the filters over connections are shown too: they ask what those over relations do. */
  readonly connections: boolean;
}

/** What stored checks are written in. */
export const publishedByDefault: Published = { spelling: "suffix", connections: false };
