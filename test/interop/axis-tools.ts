/**
 * Axis 1.4 as Debian's `libaxis-java` has it.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Where Debian keeps libraries of Java. */
const libraries = "/usr/share/java";
const needed = ["axis", "axis-jaxrpc", "axis-saaj", "wsdl4j", "commons-logging", "commons-discovery", "javax.activation", "javax.mail"];

/** The libraries of Axis and its tools. */
export const axisClassPath: string = needed.map((name) => join(libraries, `${name}.jar`)).join(":");
/** Is there a JDK, and Axis? */
export const hasAxis: boolean = spawnSync("javac", ["-version"]).status === 0 && existsSync(join(libraries, "axis.jar"));
