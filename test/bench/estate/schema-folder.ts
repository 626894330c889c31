import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadModel } from "../../../src/model/load.ts";

/** The project's own schema. */
const schemaFolder = fileURLToPath(new URL("../../../schema", import.meta.url));

/** Ways down from a connector that the suite takes. The schema has them the other way round only. */
const waysDown: Readonly<Record<string, string>> = {
  storageAccounts: "StorageAccount",
  vms: "VM",
  securityGroups: "SecurityGroup",
  kmsVaults: "KMSVault",
};

/**
 * A schema folder for the benchmark, made anew below `folder`: the project's own, and on `Connector` the inverse of each
 * generated asset's `connector` where it lacks it.
 */
export function writeSchema(folder: string): string {
  const schema = `${folder}/schema`;
  rmSync(schema, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(schemaFolder, schema, { recursive: true });
  const connector = loadModel(schema).types.get("Connector")!;
  const lacking = Object.entries(waysDown).filter(([name]) => !connector.relations.has(name));
  const lines = lacking.map(([name, type]) => `  ${name}: [${type}!]! @inverse(of: "connector")\n`);
  if (lines.length > 0)
    writeFileSync(`${schema}/benchmark.graphql`, `extend type Connector {\n${lines.join("")}}\n`);
  return schema;
}
