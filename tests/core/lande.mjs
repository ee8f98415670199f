/* What lande itself makes of some texts, for test_lande.py: in a folder whose node_modules holds
   lande@1.0.10, with the texts as JSON on the standard input, it writes lande.json on the output:

     python -m tests.core.test_lande | node tests/core/lande.mjs FOLDER > tests/core/lande.json */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules] = process.argv.slice(2).map((folder) => resolve(folder, "node_modules"));
const read = (path) => import(pathToFileURL(`${modules}/${path}`));
const part = async (name) => read(`lande/standalone/${name}.js`);
const [{ NeuralNetwork }, { infer }] = [await read("toygrad/dist/index.js"), await part("utils")];
const [langs, ngrams, options] = (
  await Promise.all(["t50-langs", "t50-ngrams", "t50-options"].map(part))
).map((module) => module.default);

const network = new NeuralNetwork(options);
const [, first, , last] = network.layers;
const samples = JSON.parse(readFileSync(0, "utf8")).map((text) => {
  const [[language]] = infer(text, langs, ngrams, network);
  const inputs = Object.entries(first.it.w).filter(([, share]) => share > 0);
  return { text, language, inputs: Object.fromEntries(inputs), logits: [...last.ot.w] };
});
const row = { text: options.layers[3]._filters[0], values: [...last.filters[0].w] };
process.stdout.write(`${JSON.stringify({ ngrams, langs, row, samples })}\n`);
