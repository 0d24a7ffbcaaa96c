// Holds texts of configuration to the schemas that their clients publish. Read by the tests:
// node validate.mjs librechat|continue FILE.json; says what is wrong and ends with 1.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [client, path] = process.argv.slice(2);
const values = JSON.parse(readFileSync(path, "utf8"));
const require = createRequire(import.meta.url);
const schema =
  client === "librechat"
    ? require("librechat-data-provider").configSchema
    : (await import("@continuedev/config-yaml")).configYamlSchema;
const outcome = schema.safeParse(values);
if (!outcome.success) {
  console.log(JSON.stringify(outcome.error.issues));
  process.exit(1);
}
console.log(JSON.stringify(outcome.data.mcpServers));
