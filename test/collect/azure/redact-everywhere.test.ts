import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import "../../random-seed.ts";
import { textsAskedFor } from "../../../src/check/document/asked-for.ts";
import { loadChecks } from "../../../src/check/document/load.ts";
import { publicWords } from "../../../src/collect/azure/public-words.ts";
import { createRedactor } from "../../../src/collect/azure/redact.ts";
import { loadModel } from "../../../src/model/load.ts";
import { carriers, type Json, type Place, placesOf, plant, readings } from "./planting.ts";

const model = loadModel("schema");
const words = publicWords(model, textsAskedFor(loadChecks(model, "checks")));

interface Planted {
  readonly body: Json;
  readonly place: Place;
}

/** Each place of the estates' answers once, lists' positions and customers' own ids aside. */
const places: readonly Planted[] = [
  ...new Map(
    globSync("{sample,test/estates}/**/*.json").flatMap((file) => {
      const body = JSON.parse(readFileSync(file, "utf8")) as Json;
      return [...placesOf(body)].map((place): [string, Planted] => [
        `${place.of} ${place.path.join(" ").replace(/\/subscriptions\/\S*/g, "")}`,
        { body, place },
      ]);
    }),
  ).values(),
];

/** Names that no dictionary has: of letters, of digits among them, with signs, of other scripts. */
const name = fc
  .tuple(
    fc.constantFrom("qzyx", "Vrkwo", "xqj7zk", "zzq-vrr", "Ÿqžř", "中関ж", "Qwzr_Kx", "o'Qzwyx"),
    fc.stringMatching(/^[qxzvkjw]{3,6}$/),
  )
  .map(([begin, end]) => `${begin}${end}`);

test("no name is left, wherever in an answer it stands and whatever it is packed into", () => {
  expect(places.length).toBeGreaterThan(1000);
  fc.assert(
    fc.property(
      fc.constantFrom(...places),
      fc.constantFrom(...Object.keys(carriers)),
      name,
      ({ body, place }, carrier, planted) => {
        const text = carriers[carrier]!(planted);
        const redactor = createRedactor("salt", words);
        const redacted = redactor.bodyAgain(
          redactor.body(JSON.stringify(plant(body, place, text))),
        );
        // The last six letters are on their own where signs part a name.
        expect(readings(redacted)).not.toContain(planted.slice(-5).toLowerCase());
      },
    ),
    { numRuns: Number(process.env.ASSAY_FUZZ_RUNS ?? 150) },
  );
});

test.each(Object.keys(carriers))("no name is left of headers, paths and pages: %s", (carrier) => {
  const redactor = createRedactor("salt", words);
  const text = carriers[carrier]!("qzyxvkjwq");
  const page = `<html><body><h1>403</h1><p>${text}</p></body></html>`;
  expect(readings(redactor.text(text))).not.toContain("qzyxvkjwq");
  expect(readings(redactor.path(`/subscriptions/x/${text}`))).not.toContain("qzyxvkjwq");
  expect(readings(redactor.body(page))).not.toContain("qzyxvkjwq");
  expect(readings(redactor.tenant(`${text}.com`))).not.toContain("qzyxvkjwq");
});
