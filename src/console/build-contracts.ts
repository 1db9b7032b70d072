/**
 * The package's own contracts -> `dist/console/contracts`, at build time: a server answers for them at once. What is newer than its sources stays.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describeContract } from "../../codegen/describe-contract.js";

const contracts = [
  { id: "veloconnect", folder: "schemas/veloconnect", main: "veloconnect.wsdl" },
  { id: "ipam", folder: "schemas/ipam", main: "operation-with-progress.wsdl" },
];

const outputFolder = "dist/console/contracts";

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const changedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY;

/** The compiler makes what is described, so its sources count like the contract's. */
const compilerChangedAt = Math.max(...filesIn("codegen").map(changedAt), ...filesIn("src/datatypes").map(changedAt));

mkdirSync(outputFolder, { recursive: true });
for (const { id, folder, main } of contracts) {
  const files = filesIn(folder).filter((file) => /\.(wsdl|xsd)$/.test(file));
  const [descriptionFile, tablesFile] = [join(outputFolder, `${id}.json`), join(outputFolder, `${id}.tables.json`)];
  if (changedAt(tablesFile) > Math.max(compilerChangedAt, ...files.map(changedAt))) continue;
  const documents = Object.fromEntries(files.map((file) => [relative(folder, file).split(sep).join("/"), readFileSync(file, "utf8")]));
  const { description, tables } = describeContract(main, documents);
  writeFileSync(descriptionFile, JSON.stringify(description));
  writeFileSync(tablesFile, JSON.stringify(tables));
}
