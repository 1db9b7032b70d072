/** A style sheet as text, minified by Vite. */
declare module "*.css?inline" {
  const text: string;
  export default text;
}
