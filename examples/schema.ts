/** Asks the estate by graphql-js, through the schema that any GraphQL server can serve. */
import { createSchema, loadModel, openSample, ownFolders } from "@assay-policy/assay";
import { graphql } from "graphql";

const model = loadModel(ownFolders.schema);
const inventory = await openSample(model);

const { data, errors } = await graphql({
  schema: createSchema(inventory),
  source: `{
    connectors(where: { name_STARTS_WITH: "web" }) {
      name
      securityContacts {
        email
      }
    }
  }`,
});
console.log(JSON.stringify(errors ?? data, null, 2));

inventory.close();
