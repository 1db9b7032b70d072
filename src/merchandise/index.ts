/**
 * What `soapwright/merchandise` gives: merchandise systems that are files or a database, and what others can be made of.
 */
export type { CatalogueContent, CatalogueEntry, CatalogueProblem } from "./catalogue/content.js";
export { createCatalogue, type MemoryCatalogue } from "./catalogue/memory-catalogue.js";
export { type CsvLine, readCatalogueCsv } from "./catalogue/read-csv.js";
export { readCatalogueJson } from "./catalogue/read-json.js";
export { type IndexHits, SearchIndex } from "./catalogue/search-index.js";
export { makeDemonstration } from "./demonstration/make-demonstration.js";
export {
  type CatalogueEvents,
  describeProblem,
  type FollowedCatalogue,
  followCatalogue,
  type ReadCatalogue,
  readCatalogueFile,
} from "./file/catalogue-file.js";
export { type FollowedReceipts, followReceipts, type ReceiptEvents, storeReceipts } from "./file/receipt-folder.js";
export { openReportFolder } from "./file/report-folder.js";
export { openPostgresMerchandise, type PostgresMerchandise } from "./postgres/backend.js";
export { importCatalogue } from "./postgres/catalogue.js";
export type { Database } from "./postgres/database.js";
export { importReceipts } from "./postgres/receipts.js";
export { createReceipts } from "./receipts/memory-receipts.js";
export { readReceipts } from "./receipts/read-receipts.js";
export type { StoredReceipt } from "./receipts/stored-receipt.js";
