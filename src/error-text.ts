/**
 * What was thrown -> what a message says about it. Anything can be thrown in JavaScript, so these take anything.
 */

/** The message of an error, without its type and stack. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of an error of the operating system or of Node: "ENOENT". Undefined for every other error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Errors of the operating system that the user can do something about: what has happened, and what to do. */
const systemReasons: Readonly<Record<string, readonly [reason: string, advice: string]>> = {
  EACCES: ["permission denied", "change the permissions, or choose another place"],
  EPERM: ["the system does not permit it", "change the permissions, or choose another place"],
  EROFS: ["the file system is read-only", "choose another place"],
  ENOSPC: ["no space left on the disk", "free some, and try again"],
  EDQUOT: ["the disk quota is used up", "free some space, and try again"],
  EFBIG: ["the file would be larger than the system permits", "choose another place"],
  EISDIR: ["it is a folder", "name a file"],
  ENOTDIR: ["a part of the path is a file, not a folder", "choose another path"],
  ENOTEMPTY: ["the folder is not empty", "empty it, or choose another one"],
  EEXIST: ["something of that name is there", "move it, or choose another name"],
  ENOENT: ["there is no such file or folder", "check the path"],
  ELOOP: ["its links lead in a circle", "choose another path"],
  ENAMETOOLONG: ["the name is too long", "choose a shorter path"],
  EBUSY: ["something else uses it", "end that, and try again"],
  EMFILE: ["too many files are open", 'raise the limit ("ulimit -n")'],
  ENFILE: ["too many files are open in the system", "close some, and try again"],
  EIO: ["the device reports an error", "check the disk"],
  EADDRINUSE: ["the port is taken", "choose another one"],
  EADDRNOTAVAIL: ["this machine has no such address", "choose another one"],
  ENOTFOUND: ["there is no such host", "check the name"],
  EINVAL: ["the system does not take such a path", "choose another one"],
};

/** Why the system refused something, without the call and path that Node's message has. The message of any other error. */
export function reasonText(error: unknown): string {
  return systemReasons[errorCode(error) ?? ""]?.[0] ?? errorText(error);
}

/** The same, with what to do about it: "no space left on the disk; free some, and try again". */
export function adviceText(error: unknown): string {
  const [, advice] = systemReasons[errorCode(error) ?? ""] ?? [];
  return advice === undefined ? errorText(error) : `${reasonText(error)}; ${advice}`;
}

/** The message for an error of the operating system that nobody expected where it happened. Undefined for any other error. */
export function environmentText(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || systemReasons[errorCode(error) ?? ""] === undefined) return undefined;
  const path = "path" in error && typeof error.path === "string" ? `"${error.path}": ` : "";
  return path + adviceText(error);
}
