/** Asks the estate through the schema that any GraphQL server can serve: as it is, and by the executor that tells what was not read. */
import {
  createExecutableSchema,
  execute,
  loadModel,
  openSample,
  ownFolders,
} from "@assay-policy/assay";
import { graphql, parse } from "graphql";

const inventory = await openSample(loadModel(ownFolders.schema));
const schema = createExecutableSchema(inventory);

const source = `{
  connectors(where: { name_STARTS_WITH: "a" }) {
    name
    securityContacts {
      email
    }
  }
}`;
const stock = await graphql({ schema, source });
const ours = await execute({ schema, document: parse(source) });
console.log(JSON.stringify(stock.data) === JSON.stringify(ours.data));
console.log(JSON.stringify(ours, null, 2));

inventory.close();
