/**
 * Where the server under load can be reached.
 */
export interface Target {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly port: number;
  readonly ipamUrl: string;
  readonly ipamPort: number;
}
