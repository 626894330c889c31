import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { placeBelow, prefixOf, readBasePath, stripBasePath } from "../../src/server/base-path.ts";
import type { RunningServer } from "../../src/server/server.ts";
import { openSample, post, startSite } from "./site.ts";

let site: RunningServer;
beforeAll(async () => {
  site = await startSite({ ...(await openSample()), graphiql: true, basePath: "/tools/assay" });
});
afterAll(() => site.stop());

describe("a server below a path", () => {
  test.each(["", "/", "/connectors", "/graphiql", "/?status=fail"])(
    "%s has no link beside the path, whether the proxy takes it off or not",
    async (path) => {
      const root = site.url.replace("/tools/assay/", "");
      for (const address of [`${root}/tools/assay${path}`, root + (path || "/")]) {
        const reply = await fetch(address);
        const text = await reply.text();
        expect(reply.status).toBe(200);
        const links = [...text.matchAll(/ (?:href|src|action)="(\/[^"]*)"/g)].map(
          ([, link]) => link!,
        );
        expect(links.length).toBeGreaterThan(2);
        expect(links.filter((link) => !link.startsWith("/tools/assay/"))).toEqual([]);
      }
    },
  );

  test("its files, redirects and endpoint are there", async () => {
    const page = await (await fetch(`${site.url}graphiql`)).text();
    const [, script] = / src="([^"]*start[^"]*)"/.exec(page)!;
    const start = await fetch(new URL(script!, site.url));
    expect(await start.text()).toContain('endpoint: new URL("graphql", location.href).href');
    const redirect = await fetch(`${site.url}graphiql/`, { redirect: "manual" });
    expect(redirect.headers.get("location")).toBe("/tools/assay/graphiql");
    expect(await (await post(site, "{ connectorsCount }")).json()).not.toHaveProperty(
      "errors.0.stack",
    );
  });
});

test("the proxy may say what stands before", () => {
  const request = (value: string) => ({ headers: { "x-forwarded-prefix": value } });
  expect(prefixOf(request("/assay/"), "")).toBe("/assay");
  expect(prefixOf(request("/assay"), "/other")).toBe("/other");
  for (const foreign of ["//evil.example", "https://evil.example", '/"><script>', "assay"])
    expect(prefixOf(request(foreign), "")).toBe("");
});

test.each([
  ["/assay", "/"],
  ["/assay?x=1", "/?x=1"],
  ["/assay/graphql", "/graphql"],
  ["/assays", "/assays"],
  ["/graphql", "/graphql"],
])("%s is asked for as %s", (url, path) => {
  expect(stripBasePath(url, "/assay")).toBe(path);
});

test("what is no path is refused", () => {
  expect(readBasePath("/")).toBe("");
  expect(readBasePath("/a/b/")).toBe("/a/b");
  for (const wrong of ["assay", "//x", "/a b", "/a?b", "https://x/y"])
    expect(() => readBasePath(wrong)).toThrow('"--base-path" takes a path');
});

test("other replies stay", () => {
  const reply = { status: 200, type: "text/plain", body: ' href="/x"' };
  expect(placeBelow("/assay", reply).body).toBe(reply.body);
});
