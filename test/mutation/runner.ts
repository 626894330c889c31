import { readFileSync } from "node:fs";
import { relative } from "node:path";
import fc from "fast-check";
import {
  TestRunner,
  vi,
  type RunnerTask,
  type RunnerTestCase,
  type RunnerTestFile,
  type RunnerTestSuite,
} from "vitest";
import { openJournal } from "./journal.ts";
import { finish, keyOf } from "./test-cases.ts";
import { tellSnapshots } from "./snapshots.ts";
import { installSwitch, type Switch } from "./switch.ts";

const {
  count,
  chosen,
  journal: path,
} = JSON.parse(readFileSync(process.env.ASSAY_MUTATION_JOB!, "utf8")) as {
  readonly count: number;
  readonly chosen: readonly number[];
  readonly journal: string;
};

/** Slow machines and other work stand in between; a test that waits for what never comes is given up. */
const shortestWaitMs = 10_000;

/** A mutant gets through a file when it got through tests that take so long; slower ones are left out, as hundreds would wait for each. */
const mostMs = 3000;

/** The same of the first time that a test runs, which loads what all need. */
const mostAtFirstMs = 30_000;

/** How long a random test tries values. */
const longestPropertyMs = 700;

interface Measured {
  readonly seen: ReadonlySet<number>;
  readonly durationMs: number;
}

/**
 * Runs a file of tests as ever, and notes which test comes by which mutants; then runs the tests that come by a mutant again with it, for
 * each mutant that no file before has killed, until one fails. The file is loaded anew only for mutants that are run while it loads, and what
 * stands before all tests of a suite is done anew only for mutants that it comes by.
 */
export default class MutationRunner extends TestRunner {
  readonly #switch: Switch = installSwitch(count);
  readonly #journal = openJournal(path);
  readonly #measured = new Map<string, Measured>();
  /** Mutants that are come by while a file loads. */
  readonly #loaded = new Set<number>();
  /** Mutants that are come by in a hook, or by nobody knows what between two tests. */
  readonly #between = new Set<number>();
  /** Suites whose `beforeAll` has been called since the file was loaded last, without a mutant that it comes by. */
  readonly #begun = new Set<RunnerTestSuite>();
  /** The test that runs again. */
  #again: RunnerTestCase | undefined;

  constructor(...config: ConstructorParameters<typeof TestRunner>) {
    super(...config);
    tellSnapshots(() => this.#again);
  }

  override onCollectStart(file: RunnerTestFile): void {
    this.#switch.choose();
    this.#switch.seen();
    this.#measured.clear();
    this.#loaded.clear();
    this.#between.clear();
    this.#begun.clear();
    fc.configureGlobal({
      ...fc.readConfigureGlobal(),
      endOnFailure: true,
      interruptAfterTimeLimit: longestPropertyMs,
    });
    super.onCollectStart(file);
  }

  onCollected(): void {
    for (const id of this.#switch.seen()) this.#loaded.add(id);
  }

  async runTask(test: RunnerTestCase): Promise<void> {
    for (const id of this.#switch.seen()) this.#between.add(id);
    const start = performance.now();
    await TestRunner.getTestFn(test)();
    const durationMs = performance.now() - start;
    const seen = this.#switch.seen();
    if (durationMs > mostAtFirstMs) return;
    const before = this.#measured.get(keyOf(test));
    this.#measured.set(keyOf(test), {
      seen: new Set([...seen, ...(before?.seen ?? [])]),
      durationMs: durationMs + (before?.durationMs ?? 0),
    });
  }

  override async onAfterRunFiles(files: RunnerTestFile[]): Promise<void> {
    for (const id of this.#switch.seen()) this.#between.add(id);
    for (const file of files) {
      const name = relative(process.cwd(), file.filepath).replaceAll("\\", "/");
      await this.#tryAll(file, name);
      this.#journal.write({ done: name });
    }
    super.onAfterRunFiles(files);
  }

  async #tryAll(file: RunnerTestFile, name: string): Promise<void> {
    const over = new Set<number>();
    for (const entry of this.#journal.read())
      if ("mutant" in entry && (entry.outcome !== "survived" || entry.test === name))
        over.add(entry.mutant);
    const met = new Set([...this.#loaded, ...this.#between]);
    for (const { seen } of this.#measured.values()) for (const id of seen) met.add(id);
    const ids = chosen.filter((id) => met.has(id) && !over.has(id));
    if (ids.length === 0) return;
    await super.onBeforeRunSuite(file);
    let tests = await this.#load(file);
    await this.#leaveOutUnfit(tests, name);
    const effort = (id: number) => (this.#loaded.has(id) ? 2 : this.#between.has(id) ? 1 : 0);
    for (const id of ids.toSorted((a, b) => effort(a) - effort(b))) {
      this.#journal.write({ starts: id, test: name });
      let failed: Failure | undefined;
      if (this.#loaded.has(id)) failed = await this.#tryLoading(file, id);
      else {
        failed = this.#between.has(id)
          ? await this.#tryAnew(tests, id)
          : await this.#try(tests, id);
        const hits = this.#switch.hits();
        this.#switch.choose();
        // What the code keeps from one test to the next may have gone wrong by a mutant, or have kept this one from running.
        if (failed ? await this.#fail(failed.test, 0) : hits === 0) {
          failed = await this.#tryLoading(file, id);
          tests = await this.#load(file);
        }
      }
      const outcome = failed ? (failed.timeout ? "timeout" : "killed") : "survived";
      this.#journal.write({ mutant: id, outcome, test: failed ? `${name}: ${failed.name}` : name });
    }
    this.#switch.choose();
    await this.#endAll();
  }

  /** A test that fails when it runs a second time says nothing about mutants, and how long it takes is known by then. */
  async #leaveOutUnfit(tests: readonly RunnerTestCase[], name: string): Promise<void> {
    for (const test of tests) {
      const key = keyOf(test);
      const measured = this.#measured.get(key);
      if (!measured) continue;
      const start = performance.now();
      const failed = await this.#fail(test, measured.durationMs);
      const durationMs = performance.now() - start;
      this.#measured.set(key, { ...measured, durationMs });
      if (failed || durationMs > mostMs) this.#measured.delete(key);
      if (failed) this.#journal.write({ unfit: key, test: name });
    }
  }

  async #tryLoading(file: RunnerTestFile, id: number): Promise<Failure | undefined> {
    let tests: readonly RunnerTestCase[];
    try {
      tests = await this.#load(file, id);
    } catch {
      return { name: "(loading)", timeout: false };
    }
    return this.#tryAnew(tests, id);
  }

  /** Tries all tests, since whatever a hook did may have gone wrong by the mutant. */
  async #tryAnew(tests: readonly RunnerTestCase[], id: number): Promise<Failure | undefined> {
    await this.#endAll();
    const failed = await this.#try(tests, id, true);
    await this.#endAll();
    return failed;
  }

  /** Calls `afterAll` of suites that were begun. */
  async #endAll(): Promise<void> {
    const begun = [...this.#begun];
    this.#begun.clear();
    for (const suite of begun) await this.#hooks(suite, "afterAll").catch(() => undefined);
  }

  /** Loads `file` and all it imports anew, with the mutant `id`. */
  async #load(file: RunnerTestFile, id?: number): Promise<readonly RunnerTestCase[]> {
    this.#switch.choose();
    await this.#endAll();
    vi.resetModules();
    this.#switch.choose(id);
    const suite = TestRunner.getCurrentSuite();
    suite.clear();
    await this.importFile(file.filepath, "collect");
    const tests: RunnerTestCase[] = [];
    const add = (task: RunnerTask) => {
      if (task.type === "suite") task.tasks.forEach(add);
      else if (task.mode === "run" || task.mode === "queued") tests.push(task);
    };
    const made = await suite.collect(file);
    for (const task of made.tasks) add(task);
    this.#file = made;
    return tests;
  }

  #file: RunnerTestSuite | undefined;

  /** The first of `tests` that fails with the mutant; the quick ones come first. */
  async #try(
    tests: readonly RunnerTestCase[],
    id: number,
    all = false,
  ): Promise<Failure | undefined> {
    const measured = (test: RunnerTestCase) => this.#measured.get(keyOf(test));
    const order = tests
      .filter((test) => measured(test) && (all || measured(test)!.seen.has(id)))
      .sort(
        (a, b) =>
          Number(measured(b)!.seen.has(id)) - Number(measured(a)!.seen.has(id)) ||
          measured(a)!.durationMs - measured(b)!.durationMs,
      );
    this.#switch.choose(id);
    let spentMs = 0;
    for (const test of order) {
      if (spentMs > 0 && spentMs + measured(test)!.durationMs > mostMs) break;
      spentMs += measured(test)!.durationMs;
      const failure = await this.#fail(test, measured(test)!.durationMs);
      if (!failure) continue;
      return { name: test.name, test, timeout: failure === "timeout" };
    }
    return undefined;
  }

  /** Whether `test` fails, and how. */
  async #fail(
    test: RunnerTestCase | undefined,
    durationMs: number,
  ): Promise<"failed" | "timeout" | undefined> {
    if (!test) return undefined;
    const suites = this.#suitesOf(test);
    const late = Promise.withResolvers<"timeout">();
    const timer = setTimeout(() => late.resolve("timeout"), shortestWaitMs + 10 * durationMs);
    const run = async (): Promise<"failed" | undefined> => {
      try {
        for (const suite of suites)
          if (!this.#begun.has(suite)) {
            this.#begun.add(suite);
            await this.#hooks(suite, "beforeAll");
          }
        test.result = { state: "run", startTime: 0 };
        this.onBeforeTryTask(test, { retry: 0, repeats: 0 });
        this.#again = test;
        for (const suite of suites) await this.#hooks(suite, "beforeEach", test);
        await TestRunner.getTestFn(test)();
        this.onAfterTryTask(test);
        return (test.result as { state: string }).state === "fail" ? "failed" : undefined;
      } catch {
        return "failed";
      } finally {
        for (const suite of suites.toReversed())
          await this.#hooks(suite, "afterEach", test).catch(() => undefined);
        await finish(test);
        if (this.#again === test) this.#again = undefined;
      }
    };
    const outcome = await Promise.race([run(), late.promise]);
    clearTimeout(timer);
    return outcome;
  }

  #suitesOf(test: RunnerTestCase): readonly RunnerTestSuite[] {
    const suites: RunnerTestSuite[] = [];
    for (let suite = test.suite; suite; suite = suite.suite) suites.unshift(suite);
    return this.#file && !suites.includes(this.#file) ? [this.#file, ...suites] : suites;
  }

  async #hooks(
    suite: RunnerTestSuite,
    kind: "beforeAll" | "afterAll" | "beforeEach" | "afterEach",
    test?: RunnerTestCase,
  ): Promise<void> {
    const hooks = TestRunner.getSuiteHooks(suite)?.[kind] ?? [];
    for (const hook of hooks)
      await (hook as (context: unknown, suite: unknown) => unknown)(test?.context ?? suite, suite);
  }
}

interface Failure {
  readonly name: string;
  readonly test?: RunnerTestCase;
  readonly timeout: boolean;
}
