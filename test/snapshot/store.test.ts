import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createInventory } from "../../src/engine/inventory.ts";
import { createBuilder } from "../../src/inventory/build.ts";
import { loadModel } from "../../src/model/load.ts";
import { lastClaim, takeOver } from "../../src/snapshot/claim.ts";
import { openSnapshot, writeSnapshot } from "../../src/snapshot/file.ts";
import { readJournal } from "../../src/snapshot/journal.ts";
import { writeFileWhole } from "../../src/files/write-file.ts";
import {
  beginStaging,
  findStrangers,
  resumeStaging,
  type Staging,
} from "../../src/snapshot/staging.ts";
import { explainDisk, openStore, type Store } from "../../src/snapshot/store.ts";
import type { AssetRecord, Collection, SnapshotInfo } from "../../src/types.ts";

const model = loadModel("schema");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-store-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The store as a process sees it; `running` are the others that live. */
function storeOf(pid = 1, running: readonly number[] = [], host = "here"): Store {
  const owner = { pid, host, isRunning: (one: number) => running.includes(one) };
  return openStore(join(folder, "store"), owner, () => new Date("2026-11-20T12:00:00Z"));
}

function infoOf(takenAt: string): SnapshotInfo {
  return {
    id: takenAt.replace(/[-:]/g, ""),
    takenAt,
    origin: "test",
    identity: "me",
    assayVersion: "0",
    schemaFingerprint: model.fingerprint,
    formatVersion: 1,
  };
}

const estate = { model, derivations: {} };

function tablesOf(takenAt: string, full = false) {
  const builder = createBuilder(model);
  if (full) builder.add(connectorOf("/subscriptions/a"));
  return builder.build(infoOf(takenAt));
}
const files = () => readdirSync(join(folder, "store"), { recursive: true }).map(String).sort();

describe("a store", () => {
  test("lists its snapshots, newest first, whatever their order of writing", () => {
    const store = storeOf();
    for (const day of ["02", "03", "01"]) store.save(tablesOf(`2026-01-${day}T00:00:00Z`));
    expect(store.list().map(({ id }) => id)).toEqual([
      "20260103T000000Z",
      "20260102T000000Z",
      "20260101T000000Z",
    ]);
    expect(store.newest().info).toMatchObject({ takenAt: "2026-01-03T00:00:00Z", identity: "me" });
    expect(files()).toHaveLength(5);
  });

  test("gives a second snapshot of one moment a name of its own", () => {
    const store = storeOf();
    const ids = [1, 2, 3].map(() => store.save(tablesOf("2026-01-01T00:00:00Z")).id);
    expect(ids).toEqual(["20260101T000000Z", "20260101T000000Z-2", "20260101T000000Z-3"]);
    expect(store.newest().info?.id).toBe("20260101T000000Z-3");
  });

  test("finds by id, by a beginning, and as the newest", () => {
    const store = storeOf();
    store.save(tablesOf("2026-01-01T00:00:00Z"));
    store.save(tablesOf("2026-02-01T00:00:00Z"));
    expect(store.find("20260101T000000Z").id).toBe("20260101T000000Z");
    expect(store.find("202601").id).toBe("20260101T000000Z");
    expect(store.find("newest").id).toBe("20260201T000000Z");
    expect(() => store.find("2026")).toThrow(
      /begins the names of 2 snapshots: 20260201T000000Z, 20260101T000000Z/,
    );
    expect(() => store.find("20260101T000001Z")).toThrow(
      /There is no snapshot .* Did you mean "20260101T000000Z"/,
    );
  });

  test("removes what it is told to, and all but the newest", () => {
    const store = storeOf();
    for (const day of ["01", "02", "03", "04"]) store.save(tablesOf(`2026-01-${day}T00:00:00Z`));
    store.remove([store.find("20260102")]);
    expect(store.keep(2).map(({ id }) => id)).toEqual(["20260101T000000Z"]);
    expect(store.keep(2)).toEqual([]);
    expect(store.list().map(({ id }) => id)).toEqual(["20260104T000000Z", "20260103T000000Z"]);
  });

  test("keeps the last that hold assets, however many without any come after them", () => {
    const store = storeOf();
    for (const day of ["01", "02"]) store.save(tablesOf(`2026-01-${day}T00:00:00Z`, true));
    for (const day of ["03", "04", "05"]) store.save(tablesOf(`2026-01-${day}T00:00:00Z`));
    expect(store.keep(1).map(({ id }) => id.slice(0, 8))).toEqual([
      "20260104",
      "20260103",
      "20260101",
    ]);
    store.save(tablesOf("2026-01-06T00:00:00Z", true));
    expect(store.keep(1).map(({ id }) => id.slice(0, 8))).toEqual(["20260105", "20260102"]);
  });

  test("keeps the one just taken, wherever it stands", () => {
    const store = storeOf();
    const taken = store.save(tablesOf("2026-01-01T00:00:00Z", true));
    store.save(tablesOf("2026-01-02T00:00:00Z", true));
    expect(store.keep(1, taken.id)).toEqual([]);
    expect(store.keep(1)).toMatchObject([{ id: taken.id }]);
  });

  test("holds what was taken later for newer, whatever the clock said", async () => {
    const store = storeOf();
    const takeAt = async (takenAt: string) => {
      const staging = await beginStaging(store, estate, infoOf(takenAt), {});
      return staging.commit([]);
    };
    const ahead = await takeAt("2036-01-01T00:00:00Z");
    const back = await takeAt("2026-01-01T00:00:00Z");
    expect([ahead.id, back.id]).toEqual(["20360101T000000Z", "20360101T000001Z"]);
    expect(store.newest()).toMatchObject({
      id: back.id,
      info: { takenAt: "2026-01-01T00:00:00Z" },
    });
    truncateSync(back.path, 100);
    expect(() => store.newest()).toThrow(/none is taken in its place unasked/);
    store.remove([ahead, back]);
    expect((await takeAt("2026-01-02T00:00:00Z")).id).toBe("20260102T000000Z");
  });

  describe("with a snapshot that says to be of the future", () => {
    test("lists it in its place and takes neither it nor an older one unasked", () => {
      const store = storeOf();
      const today = store.save(tablesOf("2026-11-20T08:00:00Z", true));
      const ahead = store.save(tablesOf("2099-01-01T00:00:00Z", true));
      const says =
        "It says that it was taken at 2099-01-01T00:00:00Z, which is still to come: the clock says 2026-11-20T12:00:00.000Z.";
      expect(store.list()).toMatchObject([{ id: ahead.id, future: says }, { id: today.id }]);
      expect(store.find(today.id)).not.toHaveProperty("future");
      expect(() => store.newest()).toThrow(
        `The snapshot "${ahead.id}" cannot be right. ${says} It is the newest, and none is taken in its place unasked: remove it with "assay snapshots --remove ${ahead.id}", or name an older one with "--snapshot ${today.id}", and ask again.`,
      );
    });

    test("counts it for none of those that --keep leaves", () => {
      const store = storeOf();
      store.save(tablesOf("2026-01-01T00:00:00Z", true));
      const today = store.save(tablesOf("2026-11-20T08:00:00Z", true));
      store.save(tablesOf("2099-01-01T00:00:00Z", true));
      expect(store.keep(1).map(({ id }) => id)).toEqual(["20260101T000000Z"]);
      expect(store.list()[1]?.id).toBe(today.id);
    });

    test("allows for clocks that differ by some minutes", () => {
      const store = storeOf();
      const soon = store.save(tablesOf("2026-11-20T12:09:00Z", true));
      expect(store.newest().id).toBe(soon.id);
      store.save(tablesOf("2026-11-20T12:11:00Z", true));
      expect(() => store.newest()).toThrow(/cannot be right/);
    });
  });

  describe("whose newest snapshot is damaged", () => {
    const damage = () => {
      const store = storeOf();
      store.save(tablesOf("2026-01-01T00:00:00Z"));
      const newest = store.save(tablesOf("2026-01-02T00:00:00Z"));
      truncateSync(newest.path, 100);
      return { store, newest };
    };

    test("lists it in its place, and takes none in place of it unasked", () => {
      const { store, newest } = damage();
      expect(store.list()[0]).toMatchObject({
        id: newest.id,
        problem: expect.stringMatching(/damaged/),
      });
      expect(() => store.newest()).toThrow(
        `It is the newest, and none is taken in its place unasked: remove it with "assay snapshots --remove ${newest.id}", or name an older one with "--snapshot 20260101T000000Z", and ask again.`,
      );
      store.remove([store.find(newest.id)]);
      expect(store.newest().id).toBe("20260101T000000Z");
    });

    test("keeps those that can be read, and it while it is the newest", () => {
      const { store, newest } = damage();
      expect(store.keep(1)).toEqual([]);
      const later = store.save(tablesOf("2026-01-03T00:00:00Z"));
      expect(store.newest().id).toBe(later.id);
      expect(store.keep(1).map(({ id }) => id)).toEqual([newest.id, "20260101T000000Z"]);
    });
  });

  test("takes files under other names to be as old as they say", () => {
    const store = storeOf();
    store.save(tablesOf("2026-01-02T00:00:00Z"));
    const path = join(folder, "store/snapshots/copy.snapshot");
    writeFileSync(path, "nothing");
    utimesSync(path, 0, 0);
    expect(store.newest().id).toBe("20260102T000000Z");
    utimesSync(path, new Date("2026-02-01"), new Date("2026-02-01"));
    expect(() => store.newest()).toThrow(/move ".*copy\.snapshot" elsewhere/);
  });

  test("that is not there is empty, and says how to fill it", () => {
    expect(storeOf().list()).toEqual([]);
    expect(() => storeOf().newest()).toThrow(/There is no snapshot in .* "assay collect"/);
    expect(existsSync(join(folder, "store"))).toBe(false);
  });

  test("behind links that lead in a circle is a mistake", () => {
    symlinkSync(join(folder, "store"), join(folder, "store"));
    expect(() => storeOf().save(tablesOf("2026-01-01T00:00:00Z"))).toThrow(
      /links in its path lead in a circle/,
    );
  });

  test("in the place of a file is a mistake", () => {
    writeFileSync(join(folder, "store"), "");
    expect(() => storeOf().list()).toThrow(/a part of its path is a file/);
    expect(() => storeOf().save(tablesOf("2026-01-01T00:00:00Z"))).toThrow(
      /a part of its path is a file/,
    );
  });

  test.each([
    ["ENOSPC", /no room left/],
    ["EDQUOT", /no room left/],
    ["EROFS", /cannot be written to \(EROFS\)/],
    ["EACCES", /cannot be written to \(EACCES\)/],
  ])("explains %s and says that nothing was lost", (code, message) => {
    const explained = explainDisk("store", Object.assign(new Error(code), { code })) as Error;
    expect(explained.message).toMatch(message);
    expect(explained.message).toContain("What was there before is unchanged.");
  });
});

const readAt = "2026-01-01T00:00:00Z";
const connectors = ["/subscriptions/a", "/subscriptions/b"];

const contactOf = (connector: string, email: string): AssetRecord => ({
  type: "SecurityContact",
  id: `${connector}/contact`,
  connector,
  fields: { id: `${connector}/contact`, email },
  links: { connector: [connector], tags: [`${connector}/contact#tags/t`] },
});
const tagOf = (connector: string): AssetRecord => ({
  type: "Tag",
  id: `${connector}/contact#tags/t`,
  connector,
  fields: { key: "t", value: "v" },
  links: {},
});
const connectorOf = (connector: string): AssetRecord => ({
  type: "Connector",
  id: connector,
  connector,
  fields: { id: connector },
  links: {},
});
const finished = (
  type: string,
  connector: string,
  status: Collection["status"] = "complete",
): Collection => ({
  ...{ type, connector, status, readAt, assets: 1 },
  ...(status === "complete" ? {} : { cause: "No." }),
});

async function fill(staging: Staging, emails: Readonly<Record<string, string>>): Promise<void> {
  for (const connector of connectors) {
    await staging.write([connectorOf(connector)]);
    await staging.finish(finished("Connector", connector));
  }
  for (const [connector, email] of Object.entries(emails)) {
    await staging.write([contactOf(connector, email), tagOf(connector)]);
    await staging.finish(finished("SecurityContact", connector));
  }
}

async function read(path: string) {
  const inventory = createInventory(model, openSnapshot(path, model));
  const rows = { type: "SecurityContact", rows: new Uint32Array([0, 1]) };
  const [emails] = await inventory.read(rows, ["email"]);
  const collections = await inventory.collections({ types: ["SecurityContact"] });
  const known = collections.filter(({ status }) => status !== "notCollected");
  return { emails, statuses: known.map(({ status }) => status) };
}

describe("a snapshot that is being taken", () => {
  const begin = (store: Store) =>
    beginStaging(store, estate, infoOf(readAt), { types: ["SecurityContact"] });

  test("comes to be when it is committed, and leaves nothing beside it", async () => {
    const store = storeOf();
    const staging = await begin(store);
    await fill(staging, { [connectors[0]!]: "a@x.io", [connectors[1]!]: "b@x.io" });
    expect(store.list()).toEqual([]);
    const entry = await staging.commit(connectors);
    expect(await read(entry.path)).toEqual({
      emails: ["a@x.io", "b@x.io"],
      statuses: ["complete", "complete"],
    });
    expect(files()).toEqual(["snapshots", `snapshots/${entry.id}.snapshot`, "staging"]);
  });

  test("has an id of its own where another is begun in the same moment", async () => {
    let other: Promise<Staging> | undefined;
    const owner = {
      ...storeOf(1).owner,
      isRunning: () => true,
      // Asked between the choice of an id and its first use.
      birthOf: () => {
        other ??= begin({ ...storeOf(2), owner: { ...storeOf(2).owner, isRunning: () => true } });
        return undefined;
      },
    };
    const first = await begin({ ...storeOf(1), owner });
    const second = await other!;
    expect([second.info.id, first.info.id]).toEqual(["20260101T000000Z", "20260101T000000Z-2"]);
    await first.close();
    await second.close();
  });

  test("is taken up where it was interrupted: what was whole is kept, the rest is read again", async () => {
    const staging = await begin(storeOf(1));
    await fill(staging, { [connectors[0]!]: "a@x.io" });
    await staging.write([contactOf(connectors[1]!, "half@x.io")]);
    await staging.close();
    const resumed = await resumeStaging(storeOf(2), estate, { ...infoOf(readAt), identity: "you" });
    expect(resumed.wish).toEqual({ types: ["SecurityContact"] });
    expect(
      connectors.map((connector) => resumed.find("SecurityContact", connector)?.status),
    ).toEqual(["complete", undefined]);
    expect(resumed.find("Connector", connectors[0]!)).toBeUndefined();
    expect(resumed.connectors).toEqual(connectors);
    await fill(resumed, { [connectors[1]!]: "b@x.io" });
    const entry = await resumed.commit(connectors);
    expect(await read(entry.path)).toMatchObject({ emails: ["a@x.io", "b@x.io"] });
    expect(entry.info).toMatchObject({ takenAt: readAt, identity: "me, you" });
  });

  test("loses no value when it is taken up, whatever signs that has for the ends of lines", async () => {
    const email = "a\u2028b\u2029c\r\nd\u0085@x.io";
    const staging = await begin(storeOf(1));
    await fill(staging, { [connectors[0]!]: email });
    await staging.close();
    const resumed = await resumeStaging(storeOf(2), estate, infoOf(readAt));
    await fill(resumed, { [connectors[1]!]: email });
    const entry = await resumed.commit(connectors);
    expect(await read(entry.path)).toMatchObject({ emails: [email, email] });
  });

  test("is read again where it had failed", async () => {
    const staging = await begin(storeOf(1));
    await staging.finish(finished("SecurityContact", connectors[0]!, "throttled"));
    await staging.close();
    const resumed = await resumeStaging(storeOf(2), estate, infoOf(readAt));
    expect(resumed.find("SecurityContact", connectors[0]!)).toBeUndefined();
    await fill(resumed, { [connectors[0]!]: "a@x.io", [connectors[1]!]: "b@x.io" });
    const { statuses } = await read((await resumed.commit(connectors)).path);
    expect(statuses).toEqual(["complete", "complete"]);
  });

  test("leaves out connectors that are no longer listed, and keeps what stands for unknown ones", async () => {
    const staging = await begin(storeOf());
    await fill(staging, { [connectors[0]!]: "a@x.io", [connectors[1]!]: "b@x.io" });
    await staging.finish(finished("SecurityContact", "/subscriptions", "denied"));
    const { emails, statuses } = await read(
      (await staging.commit([connectors[0]!], ["/subscriptions"])).path,
    );
    expect([emails?.[0], statuses.sort()]).toEqual(["a@x.io", ["complete", "denied"]]);
  });

  test("whose last line was cut off loses that line alone", async () => {
    const staging = await begin(storeOf(1));
    await fill(staging, { [connectors[0]!]: "a@x.io" });
    await staging.close();
    const path = join(folder, "store/staging", staging.info.id, "journal.ndjson");
    appendFileSync(path, '{"collection":{"type":"SecurityContact","connector":"/subscri');
    const lines: unknown[] = [];
    for await (const line of readJournal(path)) lines.push(line);
    expect(lines).toHaveLength(6);
    const resumed = await resumeStaging(storeOf(2), estate, infoOf(readAt));
    await fill(resumed, { [connectors[1]!]: "b@x.io" });
    expect(await read((await resumed.commit(connectors)).path)).toMatchObject({
      emails: ["a@x.io", "b@x.io"],
    });
  });

  test("cut off at any byte is taken up without losing or making anything", async () => {
    const whole = await begin(storeOf(1));
    await fill(whole, { [connectors[0]!]: "a@x.io" });
    await whole.close();
    const path = join(folder, "store/staging", whole.info.id, "journal.ndjson");
    const text = readFileSync(path);
    for (let length = 0; length <= text.length; length += 97) {
      writeFileSync(path, text.subarray(0, length));
      const resumed = await resumeStaging(storeOf(2), estate, infoOf(readAt));
      const done = resumed.find("SecurityContact", connectors[0]!) !== undefined;
      await fill(resumed, {
        ...(done ? {} : { [connectors[0]!]: "a@x.io" }),
        [connectors[1]!]: "b@x.io",
      });
      const entry = await resumed.commit(connectors);
      expect([length, await read(entry.path)]).toEqual([
        length,
        { emails: ["a@x.io", "b@x.io"], statuses: ["complete", "complete"] },
      ]);
      storeOf().remove([entry]);
      const next = await begin(storeOf(1));
      await next.close();
    }
  });

  test("is not resumed with another schema", async () => {
    await (await begin(storeOf(1))).close();
    const other = { ...estate, model: { ...model, fingerprint: "other" } };
    await expect(resumeStaging(storeOf(2), other, infoOf(readAt))).rejects.toThrow(
      /begun with another schema/,
    );
  });

  test("is not resumed, or cleared away, while its process lives", async () => {
    await (await begin(storeOf(7))).close();
    const store = storeOf(2, [7]);
    await expect(resumeStaging(store, estate, infoOf(readAt))).rejects.toThrow(
      /still being taken \(process 7\)/,
    );
    const second = await begin(store);
    expect(readdirSync(join(folder, "store/staging"))).toHaveLength(2);
    expect(second.info.id).toBe("20260101T000000Z-2");
  });

  test("of another machine is taken to be alive, until somebody says otherwise", async () => {
    await (await begin(storeOf(7, [], "there"))).close();
    await expect(resumeStaging(storeOf(2), estate, infoOf(readAt))).rejects.toThrow(
      /still being taken on another machine, "there" \(process 7\).* "assay collect --resume --take-over"/,
    );
    const resumed = await resumeStaging(storeOf(2), estate, infoOf(readAt), true);
    await resumed.close();
    await expect(resumeStaging(storeOf(3, [2]), estate, infoOf(readAt), true)).rejects.toThrow(
      /still being taken \(process 2\)/,
    );
  });

  test("of a process whose number another one has now is resumed", async () => {
    const born = (pid: number, birth: string) =>
      openStore(
        join(folder, "store"),
        { pid, host: "here", isRunning: (one) => one === 7, birthOf: () => birth },
        () => new Date("2026-11-20T12:00:00Z"),
      );
    await (await begin(born(7, "first"))).close();
    await expect(resumeStaging(born(2, "first"), estate, infoOf(readAt))).rejects.toThrow(
      /process 7/,
    );
    const resumed = await resumeStaging(born(2, "second"), estate, infoOf(readAt));
    await resumed.close();
    expect(resumed.info.id).toBe("20260101T000000Z");
  });

  test("is resumed by one of several processes, and by the next when that one is gone", async () => {
    const staging = await begin(storeOf(1));
    await fill(staging, { [connectors[0]!]: "a@x.io" });
    await staging.close();
    const pids = [2, 3, 4, 5, 6];
    const tries = await Promise.allSettled(
      pids.map((pid) => resumeStaging(storeOf(pid, pids), estate, infoOf(readAt))),
    );
    const won = tries.filter(({ status }) => status === "fulfilled");
    expect(won).toHaveLength(1);
    for (const one of tries)
      if (one.status === "rejected") expect(one.reason.message).toMatch(/still being taken/);
    const next = await resumeStaging(storeOf(8), estate, infoOf(readAt));
    await fill(next, { [connectors[1]!]: "b@x.io" });
    expect(await read((await next.commit(connectors)).path)).toMatchObject({
      emails: ["a@x.io", "b@x.io"],
    });
  });

  test("is claimed once for each number", async () => {
    const path = join(folder, "claims");
    mkdirSync(path);
    const { owner } = storeOf(1);
    expect([0, 0, 1, 0, 1].map((before) => takeOver(path, before, owner))).toEqual([
      ...[true, false, true, false, false],
    ]);
    expect(lastClaim(path)).toMatchObject({ number: 2, holder: { pid: 1, host: "here" } });
    expect(readdirSync(path).sort()).toEqual(["claim.1", "claim.2"]);
  });

  test("and was killed early or late is cleared away by the next", async () => {
    const store = storeOf();
    const staging = join(folder, "store/staging");
    // Killed before it was under way; killed between the last rename and the clearing up; killed while it was saved.
    mkdirSync(join(staging, ".9.20260101T000000Z"), { recursive: true });
    const done = await begin(storeOf(3));
    await done.close();
    store.save(tablesOf("2026-01-05T00:00:00Z"));
    writeFileSync(join(folder, "store/snapshots", `${done.info.id}.snapshot`), "");
    await expect(resumeStaging(store, estate, infoOf(readAt))).rejects.toThrow(/nothing to resume/);
    const next = await beginStaging(store, estate, infoOf("2026-01-06T00:00:00Z"), {});
    expect(readdirSync(staging)).toEqual([next.info.id]);
  });
});

test("what is not the store's own is left where it is, and does not stand in the way", async () => {
  const store = storeOf();
  const [staging, snapshots] = ["staging", "snapshots"].map((name) => join(folder, "store", name));
  const foreign = {
    "staging/terraform/main.tf": "precious",
    "staging/values.yaml": "precious",
    "staging/.hidden/about.json": "{}",
    "staging/.7.notes/snapshot": "precious",
    "staging/20250101T000000Z/about.json": JSON.stringify({ info: { id: "another" } }),
    "staging/.7.20250101T000000Z/precious.txt": "in a folder of ours",
    "snapshots/20200101T000000Z.snapshot": "another product's",
    "elsewhere/about.json": "{}",
  };
  for (const [name, text] of Object.entries(foreign)) {
    mkdirSync(dirname(join(folder, "store", name)), { recursive: true });
    writeFileSync(join(folder, "store", name), text);
  }
  symlinkSync(join(folder, "store/elsewhere"), join(staging!, ".7.20240101T000000Z"));
  for (const day of ["01", "02"]) store.save(tablesOf(`2026-01-${day}T00:00:00Z`, true));
  const target = join(folder, "linked.snapshot");
  renameSync(store.find("20260101").path, target);
  symlinkSync(target, join(snapshots!, "20260101T000000Z.snapshot"));

  await (await beginStaging(store, estate, infoOf("2026-02-01T00:00:00Z"), {})).commit([]);
  expect(store.keep(1)).toEqual([]);
  expect(store.remove(store.list().slice(-2))).toEqual([]);
  expect(findStrangers(store).map((path) => relative(staging!, path))).toEqual([
    ".7.20240101T000000Z",
    ".7.notes",
    ".hidden",
    "20250101T000000Z",
    "terraform",
    "values.yaml",
  ]);
  for (const [name, text] of Object.entries(foreign))
    expect(readFileSync(join(folder, "store", name), "utf8")).toBe(text);
  expect(existsSync(target)).toBe(true);
  expect(lstatSync(join(snapshots!, "20260101T000000Z.snapshot")).isSymbolicLink()).toBe(true);
});

test("files aside are new ones: no other of that name, and nothing that a link leads to, is written over", async () => {
  const precious = join(folder, "precious.txt");
  const path = join(folder, "x.snapshot");
  writeFileSync(precious, "precious");
  writeFileSync(`${path}.part`, "precious");
  symlinkSync(precious, `${path}.2.part`);
  writeSnapshot(path, tablesOf("2026-01-01T00:00:00Z"));
  await writeFileWhole(path, ["a report"]);
  expect(readFileSync(path, "utf8")).toBe("a report");
  for (const name of [precious, `${path}.part`])
    expect(readFileSync(name, "utf8")).toBe("precious");
  expect(readdirSync(folder).sort()).toEqual([
    ...["precious.txt", "x.snapshot", "x.snapshot.2.part", "x.snapshot.part"],
  ]);
});

test("work whose journal is a link is somebody else's", async () => {
  const store = storeOf();
  const begun = await beginStaging(store, estate, infoOf("2026-01-01T00:00:00Z"), {});
  await begun.close();
  const path = join(folder, "store/staging", begun.info.id);
  renameSync(join(path, "journal.ndjson"), join(folder, "elsewhere"));
  symlinkSync(join(folder, "elsewhere"), join(path, "journal.ndjson"));
  await expect(resumeStaging(storeOf(2), estate, begun.info)).rejects.toThrow(/nothing to resume/);
  expect(findStrangers(storeOf(2))).toEqual([path]);
});

test("what no newer snapshot has stays, however many there are", () => {
  const store = storeOf();
  const save = (day: string, status: Collection["status"]) => {
    const builder = createBuilder(model);
    builder.add(connectorOf("/subscriptions/a"));
    for (const [type, own] of [
      ["Connector", "complete"],
      ["SecurityContact", status],
    ] as const)
      builder.addCollection({ ...finished(type, "/subscriptions/a", own) });
    return store.save(builder.build(infoOf(`2026-01-${day}T00:00:00Z`)));
  };
  const [older, good, , newest] = [
    save("01", "complete"),
    save("02", "complete"),
    save("03", "denied"),
    save("04", "failed"),
  ];
  const held: string[] = [];
  const removed = store.keep(1, newest!.id, (some) => held.push(...some.map(({ id }) => id)));
  expect(held).toEqual([good!.id]);
  expect(removed.map(({ id }) => id)).toEqual(["20260103T000000Z", older!.id]);
  const next = save("05", "complete");
  expect(store.keep(1).map(({ id }) => id)).toEqual([newest!.id, good!.id]);
  expect(store.list().map(({ id }) => id)).toEqual([next.id]);
});

test("there is nothing to resume in a new store", async () => {
  await expect(resumeStaging(storeOf(), estate, infoOf(readAt))).rejects.toThrow(
    /There is nothing to resume/,
  );
});
