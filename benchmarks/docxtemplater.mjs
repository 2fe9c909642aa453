// Fills one template for each record; says "ready", then answers each line (a folder) with the milliseconds it took.
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { createRequire } from "node:module";

const [folder, templatePath, recordsPath] = process.argv.slice(2);
const require = createRequire(path.join(folder, "node_modules", "x"));
const Docxtemplater = require("docxtemplater");
const PizZip = require("pizzip");
const template = fs.readFileSync(templatePath);
const records = JSON.parse(fs.readFileSync(recordsPath, "utf8"));

console.log("ready");
for await (const out of readline.createInterface({ input: process.stdin })) {
  const start = performance.now();
  records.forEach((record, number) => {
    const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true });
    document.render(record);
    const content = document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    fs.writeFileSync(path.join(out, `${number}.docx`), content);
  });
  console.log((performance.now() - start).toString());
}
