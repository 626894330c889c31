import { expect, test } from "vitest";
import { renderControl } from "../../../src/report/pages/control.ts";
import { fileLinks } from "../../../src/report/pages/links.ts";
import { check, connector, verdict } from "../run.ts";

const guidance = [{ heading: "Remediation by CLI", body: "```sh\naz x --ids {{asset.id}}\n```" }];
const assetIn = (number: number, isDisabled: boolean) => {
  const asset = connector(number, `subscription ${number}`);
  const owner = {
    id: asset.id,
    name: asset.name,
    ...(isDisabled ? { isDisabled: true as const } : {}),
  };
  return { ...asset, connector: owner };
};
const render = (...disabled: readonly boolean[]) => {
  const offenders = disabled.map((isDisabled, i) => ({
    ...{ asset: assetIn(i + 1, isDisabled), rule: "connectors", because: [], sources: [] },
  }));
  const found = { status: "fail" as const, offenders, offenderCount: offenders.length };
  return renderControl({
    check: check("a/b", { guidance }),
    verdict: verdict("a/b", found),
    links: fileLinks,
  }).text.replace(/\s+/g, " ");
};

test("commands are filled in for the first offender of which Azure takes them", () => {
  expect(render(true, false)).toContain(`<mark>${assetIn(2, false).id}</mark>`);
});

test("where every subscription is disabled no command is filled in, and the page says why", () => {
  const page = render(true);
  expect(page).not.toContain(`<mark>${assetIn(1, true).id}</mark>`);
  expect(page).toMatch(/is disabled, and every change to it is refused/);
});
