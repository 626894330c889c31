import fc from "fast-check";

/**
 * The seed of every random test: one for all runs of `npm test`, so that what passes here passes everywhere; `npm run fuzz`
 * gives a fresh one.
 */
fc.configureGlobal({ seed: Number(process.env.ASSAY_TEST_SEED ?? 20261130) });
