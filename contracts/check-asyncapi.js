// Reads every AsyncAPI document under published/asyncapi/ with the official parser, the JSON Schemas
// it refers to included, and fails on the first thing the parser calls an error.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Parser, fromFile } from "@asyncapi/parser";

const folder = process.argv[2] ?? join(import.meta.dirname, "published", "asyncapi");
const ERROR = 0;
let wrong = 0;
let messages = 0;

for (const name of readdirSync(folder).sort()) {
  const { document, diagnostics } = await fromFile(new Parser(), join(folder, name)).parse();
  for (const found of diagnostics.filter(({ severity }) => severity === ERROR)) {
    console.error(`${name}: ${found.path.join(".")}: ${found.message}`);
    wrong += 1;
  }
  messages += document?.allMessages().length ?? 0;
}
if (messages === 0) {
  console.error(`${folder} describes no message`);
  wrong += 1;
}
console.log(`the parser read ${messages} messages and found ${wrong} errors`);
process.exitCode = wrong ? 1 : 0;
