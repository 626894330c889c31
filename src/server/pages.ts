import {
  ASSETS_PER_PAGE,
  type ConnectorSummary,
  type Markup,
  PAGE_POLICY,
  html,
  placeOf,
  renderAsset,
  renderConnector,
  renderExplanation,
  renderConnectors,
  renderControl,
  renderOverview,
  renderPage,
  renderTriedCheck,
  serverLinks,
} from "../report/pages.ts";
import { findCheck } from "../check-ids.ts";
import { tellFuture } from "../future.ts";
import { giveWay } from "../slices.ts";
import type { Offender, PartOfList, UndecidedAsset, Verdict } from "../types.ts";
import { readAssetPage, readConnectorPage } from "./asset-page.ts";
import { type Estate, linksOf } from "./estate.ts";
import type { UnshownSnapshot } from "./follow.ts";
import { readQuery } from "./overview-query.ts";
import { page, type Reply } from "./reply.ts";
import { readExplanation } from "./explain-page.ts";
import { searchAssets } from "./search-assets.ts";
import { nameOfDocument, renderSaved, savedEndings } from "./save-check.ts";
import { tryCheck } from "./try-check.ts";
import { readId } from "../model/spellings.ts";

/** What is asked of a page, and what it has to say besides. */
export interface PageRequest {
  readonly url: URL;
  /** ISO 8601. */
  readonly now: string;
  /** What whoever looks at any page has to know. */
  readonly notes: readonly string[];
}

/** Renders one page of the server. Undefined where there is nothing at this address. */
export type PageRoute = (estate: Estate, request: PageRequest) => Promise<Reply | undefined>;

/** The pages, by the first part of their path. */
export const pageRoutes: Readonly<Record<string, PageRoute>> = {
  "": async (estate, request) => {
    const { url, now } = request;
    if (url.pathname !== "/") return undefined;
    const query = { ...readQuery(url), page: pageNumber(url) };
    const connectors = await estate.summarise();
    const body = renderOverview({
      run: estate.run,
      connectors,
      links: linksOf(estate),
      query,
      named: await searchAssets(estate, query.text),
      now,
    });
    return reply(estate, "Overview", body, request, linksOf(estate).overview());
  },
  controls: async (estate, request) => {
    const { url, now } = request;
    const id = decode(url.pathname.slice("/controls/".length));
    const check = findCheck(estate.run.checks, id);
    if (!check) return undefined;
    const named = url.searchParams.get("asset");
    const asset = named === null ? undefined : readId(named);
    const number = pageNumber(url);
    const verdict = estate.run.verdicts[estate.run.checks.indexOf(check)]!;
    const shown = await readShown(estate, verdict, number);
    const known = shown.offenders.map((offender) => offender.asset);
    const since = await estate.knownSince(check, known);
    const links = linksOf(estate);
    const control = { check, verdict, links, now, page: number, asset, shown, since };
    return reply(estate, check.title, renderControl(control), request);
  },
  asset: async (estate, request) => {
    const { searchParams } = request.url;
    const type = searchParams.get("type") ?? "";
    const id = readId(searchParams.get("id") ?? "");
    const read = await readAssetPage(estate, type, id, request.now);
    return read && reply(estate, read.asset.name ?? id, renderAsset(read), request);
  },
  explain: async (estate, request) => {
    const { searchParams } = request.url;
    const check = findCheck(estate.run.checks, searchParams.get("check") ?? "");
    const type = searchParams.get("type") ?? "";
    const id = readId(searchParams.get("id") ?? "");
    const explanation = check && (await readExplanation(estate, check, type, id));
    if (!explanation) return undefined;
    const body = renderExplanation({ explanation, links: linksOf(estate), now: request.now });
    return reply(estate, explanation.asset.name ?? id, body, request);
  },
  connector: async (estate, request) => {
    const { searchParams } = request.url;
    const id = readId(searchParams.get("id") ?? "");
    const read = await readConnectorPage(estate, id, request.now);
    return read && reply(estate, read.asset.name ?? id, renderConnector(read), request);
  },
  check: async (estate, request) => {
    const { url, now } = request;
    if (url.pathname !== "/check") return undefined;
    const tried = await tryCheck(estate, url.searchParams.get("query") ?? "");
    const links = linksOf(estate);
    const [type = "", id = ""] = ["type", "asset"].map((name) => url.searchParams.get(name) ?? "");
    const { judged } = tried;
    const explained =
      judged && id !== ""
        ? await readExplanation(estate, judged.check, type, readId(id))
        : undefined;
    const saved = judged
      ? savedEndings.map((ending) => nameOfDocument(tried.document) + ending)
      : [];
    const page = pageNumber(url);
    const body = renderTriedCheck({ ...tried, links, now, page, explained, saved });
    return reply(estate, tried.judged?.check.title ?? "Run as check", body, request);
  },
  save: async (estate, { url }) => {
    const name = decode(url.pathname.slice("/save/".length));
    const document = url.searchParams.get("query") ?? "";
    const { judged } = await tryCheck(estate, document);
    const ending = judged && savedEndings.find((one) => name === nameOfDocument(document) + one);
    if (!judged || !ending) return undefined;
    return {
      status: 200,
      type: "text/plain; charset=utf-8",
      body: await renderSaved(estate, judged, ending),
      headers: { "Content-Disposition": `attachment; filename="${name}"` },
    };
  },
  connectors: async (estate, request) => {
    const { url } = request;
    const { count, read } = await estate.connectors();
    const { from, to, ...place } = placeOf(pageNumber(url), count);
    const connectors = await readUnread(estate, await read(from, to));
    const body = renderConnectors({ ...place, connectors, count, links: linksOf(estate) });
    return reply(estate, "Connectors", body, request, linksOf(estate).connectors());
  },
};

/** A page for when there is nothing to show. */
export function renderNotice(
  estate: Estate | undefined,
  notes: readonly string[],
  title: string,
  words: string,
): string {
  const body = html`<h1>${title}</h1>
    <p class="lead">${words}</p>`;
  const snapshot = estate?.run.snapshot ?? {
    id: "none",
    takenAt: "",
    origin: "nowhere",
    assayVersion: "",
    schemaFingerprint: "",
    formatVersion: 0,
  };
  return renderPage({ links: serverLinks, snapshot, notes }, title, body);
}

function reply(
  estate: Estate,
  title: string,
  body: Markup,
  { url, now, notes: told }: PageRequest,
  here?: string,
): Reply {
  const { snapshot } = estate.run;
  const begun = url.searchParams.get("snapshot");
  const slipped = begun !== null && begun !== snapshot.id ? [SLIPPED] : [];
  // Nobody takes the sample for his own estate, and its day is fixed.
  const isSample = snapshot.origin === "sample estate";
  const future = isSample ? undefined : tellFuture(snapshot.takenAt, new Date(now));
  const doubts = future === undefined ? [] : [`What is shown cannot be right. ${future}`];
  const notes = [...told, ...doubts, ...slipped, ...(estate.run.notes ?? [])];
  const frame = { links: linksOf(estate), snapshot, now, notes, everywhere: withoutScope(url) };
  return page(renderPage(frame, title, body, here), PAGE_POLICY);
}

/** The same page over all assets. */
function withoutScope({ pathname, searchParams }: URL): string {
  const kept = new URLSearchParams(searchParams);
  // Its list has other pages then.
  for (const name of ["in", "page", "snapshot"]) kept.delete(name);
  return kept.size === 0 ? pathname : `${pathname}?${kept}`;
}

const SLIPPED =
  "There is another snapshot than for the page before: between the two pages assets may be missing, or stand on both. Begin at the first page to see all of them.";

/** Mistakes that a page names; the log has all. */
const MISTAKES_SHOWN = 10;

/** What whoever looks at a page has to know: that there is something newer than what it shows, a snapshot or checks. */
export function notesOf(
  unshown: readonly UnshownSnapshot[],
  mistakes: readonly string[],
): readonly string[] {
  const snapshots = unshown.map(({ name, problem, isJudgedBefore }) =>
    isJudgedBefore
      ? `The checks were edited, and the verdicts shown are from before: ${name} cannot be judged anew. ${problem}`
      : `A newer snapshot, ${name}, is there and cannot be shown. ${problem}`,
  );
  if (mistakes.length === 0) return snapshots;
  const count = mistakes.length === 1 ? "a mistake" : `${mistakes.length} mistakes`;
  const more = mistakes.length - MISTAKES_SHOWN;
  return [
    ...snapshots,
    `The checks were edited and have ${count}; the verdicts shown are those of the checks before.`,
    ...mistakes.slice(0, MISTAKES_SHOWN),
    ...(more > 0 ? [`There are ${more} more; “assay checks --validate” names all.`] : []),
  ];
}

function pageNumber(url: URL): number {
  const number = Number(url.searchParams.get("page") ?? 1);
  return Number.isSafeInteger(number) && number > 0 ? number : 1;
}

/** The assets of one page of a control: those that the verdict lists, or that are described for it. */
async function readShown(
  { whole }: Estate,
  verdict: Verdict,
  page: number,
): Promise<{
  readonly offenders: readonly Offender[];
  readonly undecided: readonly UndecidedAsset[];
}> {
  const { check, offenders, offenderCount, undecided, undecidedCount } = verdict;
  return {
    offenders: await readPart(offenders, partOf(page, offenderCount), (part) =>
      whole.offenders(check, part),
    ),
    undecided: await readPart(undecided, partOf(page, undecidedCount), (part) =>
      whole.undecided(check, part),
    ),
  };
}

/** Where a page begins; one beyond the last is the last. */
function partOf(page: number, count: number): PartOfList {
  const last = Math.max(1, Math.ceil(count / ASSETS_PER_PAGE));
  const offset = (Math.min(page, last) - 1) * ASSETS_PER_PAGE;
  return { offset, limit: Math.min(ASSETS_PER_PAGE, count - offset) };
}

async function readPart<T>(
  kept: readonly T[],
  part: PartOfList,
  more: (part: PartOfList) => AsyncIterable<readonly T[]>,
): Promise<readonly T[]> {
  const end = part.offset + part.limit;
  if (end <= kept.length) return kept.slice(part.offset, end);
  const described: T[] = [];
  for await (const batch of more(part)) described.push(...batch);
  return described;
}

/** Counts, for the connectors of one page, the asset types that were not read completely in them. */
async function readUnread({ inventory, isRead }: Estate, connectors: readonly ConnectorSummary[]) {
  const assetTypes = [...inventory.model.types.values()].filter(({ kind }) => kind === "asset");
  const types = assetTypes.filter(isRead);
  const ids = connectors.map(({ id }) => id);
  const unread = new Map<string, number>();
  for (const { name } of types) {
    const collections = await inventory.collections({ types: [name], connectors: ids });
    for (const { connector, status } of collections)
      if (status !== "complete") unread.set(connector, (unread.get(connector) ?? 0) + 1);
    await giveWay();
  }
  return connectors.map((connector) => ({ ...connector, unread: unread.get(connector.id) ?? 0 }));
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
