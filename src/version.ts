/**
 * The version of the package: in generated files, reports and pages. A test compares it with package.json.
 */
export const version = "0.1.0";
