// Reads sequences of marks as JSON lines and writes what the tablet would show for each.
import { createInterface } from "node:readline";

const { predict } = await import(process.argv[2]);
for await (const line of createInterface({ input: process.stdin })) {
  const { pad, regulation, stored, waiting } = JSON.parse(line);
  console.log(JSON.stringify(predict(pad, regulation, stored, waiting)));
}
