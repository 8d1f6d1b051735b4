// Reads questions about ballots as JSON lines and answers each with what the judge's tablet makes of it.
import { createInterface } from "node:readline";

const { content, contentHash, legal, possible, typed, totalOf } = await import(process.argv[2]);

async function answer({ ballot, rule, text, key, stage, marks }) {
  if (stage) return { total: totalOf(stage, marks) };
  if (rule) return { legal: legal(rule, text), possible: possible(rule, text), typed: key ? typed(rule, text, key) : "" };
  const own = await contentHash(ballot);
  Object.defineProperty(globalThis.crypto, "subtle", { value: undefined, configurable: true });
  const bare = await contentHash(ballot);
  delete globalThis.crypto.subtle;
  return { content: content(ballot), hash: own, bare };
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line))));
}
