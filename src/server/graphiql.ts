import { invariant } from "../errors.ts";
import { html, serverLinks } from "../report/pages.ts";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type FragmentDefinitionNode, parse, print } from "graphql";
import { renderGraphiQL } from "@graphql-yoga/render-graphiql";

/** A query that GraphiQL offers. */
export interface Example {
  readonly title: string;
  readonly document: string;
}

/** A file that never changes under its address. */
export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
  /** Compressed when it is first asked for, once. */
  gzipped(): Promise<Buffer>;
}

/** GraphiQL as a page of its own, with all it needs served from here. */
export interface Graphiql {
  page(notes: readonly string[]): string;
  readonly assets: readonly Asset[];
}

/** What the page may do: run our scripts and Monaco's workers, and talk to this server. Monaco writes styles at run time. */
export const GRAPHIQL_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "worker-src blob:",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
].join("; ");

const BAR = `
.assay{display:flex;gap:1.25rem;align-items:center;height:44px;padding:0 16px;font:14px/1.4 system-ui,sans-serif;background:#17202c;color:#fff;position:relative;z-index:20}
.assay a{color:#fff;text-decoration:none}.assay a:hover,.assay a:focus-visible{text-decoration:underline}
.assay strong{font-size:15px}.assay summary{cursor:pointer}.assay summary::-webkit-details-marker{color:#fff}
.assay details{position:relative}
.assay ul{position:absolute;top:24px;left:0;margin:0;padding:8px 0;list-style:none;width:min(36rem,90vw);max-height:70vh;overflow:auto;background:#17202c;border:1px solid #44546a;border-radius:8px}
.assay li a{display:block;padding:6px 16px}.assay li a:hover{background:#2a3a50}
.assay nav{display:flex;gap:1.25rem}.assay button{font:inherit;color:#17202c;background:#fff;border:0;border-radius:6px;padding:3px 12px;cursor:pointer;white-space:nowrap}.assay button:focus-visible{outline:3px solid #8ab0ff;outline-offset:2px}
@media (max-width:46rem){.assay{gap:1rem}.assay nav{gap:1rem}.assay details{position:static}.assay ul{top:44px;right:0;width:auto}}
#root,#root>.graphiql-container{height:calc(100vh - 44px)}body{margin:0}
`;

/**
 * GraphiQL with everything it needs: nothing is fetched from elsewhere. The first visit shows the examples as tabs; a
 * link with `?query=` shows that query. `fragments` are known to the editor and added to queries that use them.
 */
export function createGraphiql(
  { app, css }: GraphiqlParts,
  examples: readonly Example[],
  fragments: readonly FragmentDefinitionNode[],
): Graphiql {
  const tabs = examples.slice(0, 3).map(({ document }) => ({ query: document }));
  const options = {
    title: "Explore · Assay",
    credentials: "same-origin",
    isHeadersEditorEnabled: false,
    externalFragments: fragments.map(withoutPlaces),
  };
  const start = `const asked = new URLSearchParams(location.search).has("query");
YogaGraphiQL.renderYogaGraphiQL(document.querySelector("#root"), { ...${inScript(options)}, endpoint: new URL("graphql", location.href).href, ...(asked ? {} : { defaultTabs: ${inScript(tabs)} }) });`;
  const main = createAsset("start", "js", "text/javascript; charset=utf-8", start + RUN_AS_CHECK);
  const page = (notes: readonly string[]) =>
    `<!doctype html>\n${html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Explore · Assay</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${css.path}" />
      </head>
      <body class="no-focus-outline">
        <header class="assay">
          <a href="/"><strong>Assay</strong></a>
          <nav aria-label="Pages of Assay">
            <a href="${serverLinks.overview()}">Overview</a>
            <a href="${serverLinks.connectors()}">Connectors</a>
          </nav>
          <button type="button" id="run-as-check">Run as check</button>
          <span role="status" id="told"></span>
          <details>
            <summary>Examples</summary>
            <ul>
              ${examples.map(
                ({ title, document }) =>
                  html`<li><a href="${serverLinks.explore(document)}">${title}</a></li>`,
              )}
            </ul>
          </details>
        </header>
        ${notes.map((note) => html`<p role="alert">${note}</p>`)}
        <main id="root"></main>
        <script src="${app.path}"></script>
        <script src="${main.path}"></script>
      </body>
    </html>`}\n`;
  return { page, assets: [app, css, main] };
}

/** Characters of an address that servers and proxies let pass. */
const LONGEST_ADDRESS = 8_000;

/** Opens what stands in the editor as a check: its verdict is a page that reads it from its address. */
const RUN_AS_CHECK = `
document.querySelector("#run-as-check").addEventListener("click", () => {
  const model = monaco.editor.getModels().find(({ uri }) => uri.path.endsWith("operation.graphql"));
  const check = new URL("check?" + new URLSearchParams({ query: model?.getValue() ?? "" }), location.href);
  if (check.href.length <= ${LONGEST_ADDRESS}) location.assign(check);
  else document.querySelector("#told").textContent = "This is longer than an address may be. Save it as a file, and run it with: assay run FILE";
});`;

/** What is the same whatever is offered: megabytes, so made once. */
export interface GraphiqlParts {
  readonly app: Asset;
  readonly css: Asset;
}

/** Takes GraphiQL from its package. */
export function readGraphiqlParts(): GraphiqlParts {
  const { script, style } = takeApart(renderGraphiQL());
  // Monaco's own switch for whether pages reach what is written in it.
  const reachable = script.replace("globalAPI: false", "globalAPI: true");
  invariant(reachable !== script, "GraphiQL comes with a Monaco that pages can be let to");
  return {
    app: createAsset("app", "js", "text/javascript; charset=utf-8", reachable),
    css: createAsset("app", "css", "text/css; charset=utf-8", style + BAR),
  };
}

/** Nodes are handed to the editor's worker, which the text they were read from cannot follow. */
function withoutPlaces(fragment: FragmentDefinitionNode): unknown {
  const [bare] = parse(print(fragment), { noLocation: true }).definitions;
  return bare;
}

/** The package renders one page with everything inline; its parts are served as files, so that browsers keep them and no inline script is needed. */
function takeApart(page: string): { script: string; style: string } {
  const between = (from: string, to: string) =>
    page.slice(page.indexOf(from) + from.length, page.lastIndexOf(to));
  return {
    style: between("<style>", "</style>"),
    script: between("<script>", "YogaGraphiQL.renderYogaGraphiQL("),
  };
}

function createAsset(name: string, suffix: string, type: string, text: string): Asset {
  const body = Buffer.from(text);
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);
  let compressed: Promise<Buffer> | undefined;
  return {
    path: `/graphiql/${name}.${hash}.${suffix}`,
    type,
    body,
    gzipped: () => (compressed ??= promisify(gzip)(body) as Promise<Buffer>),
  };
}

/** JSON as it may stand in a script. */
function inScript(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
