import type { IncomingMessage } from "node:http";
import { InputError } from "../errors.ts";
import type { Reply } from "./reply.ts";

const path = /^(?:\/[\w.~-]+)+$/;

/** What `--base-path` means: `/assay`, or nothing for `/`. Throws an `InputError` for what is no path. */
export function readBasePath(written: string): string {
  const bare = written.replace(/\/+$/, "");
  if (bare === "" || path.test(bare)) return bare;
  throw new InputError(
    "wrong-value",
    `"--base-path" takes a path such as "/assay", found "${written}".`,
  );
}

/** The path that a request is for here: what stands before it outside may have been left on by the proxy. */
export function stripBasePath(url: string | undefined, basePath: string): string | undefined {
  if (basePath === "" || url === undefined || !url.startsWith(basePath)) return url;
  const rest = url.slice(basePath.length);
  if (rest === "" || rest.startsWith("?")) return `/${rest}`;
  return rest.startsWith("/") ? rest : url;
}

/** What stands before every path for whoever asks: as it was given, else as the proxy says. */
export function prefixOf({ headers }: Pick<IncomingMessage, "headers">, basePath: string): string {
  const told = headers["x-forwarded-prefix"];
  if (basePath !== "" || typeof told !== "string") return basePath;
  const bare = told.replace(/\/+$/, "");
  return path.test(bare) ? bare : "";
}

/** A reply whose links lead below `prefix`. In our pages quotes of texts are escaped, so that none of them holds such an attribute. */
export function placeBelow(prefix: string, reply: Reply): Reply {
  if (prefix === "") return reply;
  const location = reply.headers?.Location;
  const headers = location === undefined ? {} : { Location: prefix + location };
  const isPage = reply.type.startsWith("text/html") && typeof reply.body === "string";
  return {
    ...reply,
    headers: { ...reply.headers, ...headers },
    body: isPage
      ? String(reply.body).replace(
          / (href|src|action)="\/(?!\/)/g,
          (_, name) => ` ${name}="${prefix}/`,
        )
      : reply.body,
  };
}
