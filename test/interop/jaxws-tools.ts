/**
 * Java's JAX-WS as Debian's `libjaxws-java` has it.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Where Debian keeps libraries of Java, one of a name without its version. */
const libraries = "/usr/share/java";
/** Is there a JDK, and JAX-WS? */
export const hasJaxws = spawnSync("javac", ["-version"]).status === 0 && existsSync(join(libraries, "jaxws-tools.jar"));

/** What JAX-WS and its tools need, by the beginnings of their names. */
const needed =
  /^(jaxws|jaxb|saaj|stax|streambuffer|metro-policy|gmbal|pfl|mimepull|jws|woodstox|istack|xsom|codemodel|txw2|rngom|dtd|FastInfoset|javax.activation|xml-resolver|relaxng|geronimo-annotation)/;

/** The libraries of JAX-WS and its tools. */
export function jaxwsClassPath(): string {
  const jars = readdirSync(libraries).filter((name) => needed.test(name) && name.endsWith(".jar"));
  return jars.map((name) => join(libraries, name)).join(":");
}
