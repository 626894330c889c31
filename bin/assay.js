#!/usr/bin/env node
// Plain old JavaScript that any Node reads, so that one too old for the rest is told so instead of failing at its syntax.
"use strict";

var fs = require("fs");
var path = require("path");

var version = process.versions.node;
var major = Number(version.split(".")[0]);
var minor = Number(version.split(".")[1]);
// What the package.json beside this folder asks for.
var isNew = major === 24 ? minor >= 15 : major >= 26;

// A checkout runs from its sources, an installed package has none.
var source = path.join(__dirname, "../src/cli/start.ts");
var isCheckout = fs.existsSync(source);

if (isNew) {
  // Compiling is half of a short command's time; Node keeps the result between processes.
  require("module").enableCompileCache();
  require(isCheckout ? source : "../dist/cli/start.js");
} else {
  console.error(
    "Assay needs Node 24.15 or newer, or 26, and this is " +
      version +
      "." +
      (isCheckout
        ? ' In a checkout "npm ci" brings the right one, and "npm start" and "npx assay" use it.'
        : ""),
  );
  process.exitCode = 3;
}
