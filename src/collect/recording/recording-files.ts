import { createHash } from "node:crypto";
import { isObject, readJson } from "../json/json.ts";
import type { Fault, Reply, Request } from "../calls/transport.ts";

/** One file of a recording, by what its name says. */
export interface AnswerFile {
  /** Relative to the recording, with forward slashes, as it is spelt on disk. */
  readonly path: string;
  /** Folder and last segment, decoded, lower case: what request it answers. */
  readonly key: string;
  /** "" where the name has none. */
  readonly apiVersion: string;
  readonly page: number;
  readonly status: number;
}

/** Whose a call is. */
export interface TenantRule {
  /** Whether a call is the same for all tenants, since its path says whose it is. */
  isOfAnyTenant(path: string): boolean;
}

const pattern = /^(.+?)(?:@(.+?))?(?:\.page(\d+))?(?:\.(\d{3}))?\.(?:json|html|txt)$/i;

/** What the file at `path` answers; undefined where it is no answer (a companion, a note, a licence). */
export function readFileName(path: string): AnswerFile | undefined {
  const segments = path.split("/");
  const name = segments.pop()!;
  if ([...segments, name].some((segment) => /^[._]/.test(segment))) return undefined;
  if (/^(license|readme|notice)/i.test(name)) return undefined;
  if (/\.(headers|request)\.json$/i.test(name)) return undefined;
  const match = pattern.exec(name);
  if (!match) return undefined;
  return {
    path,
    key: [...segments, match[1]!].map(decodeUrl).join("/").toLowerCase(),
    apiVersion: (match[2] ?? "").toLowerCase(),
    page: match[3] === undefined ? 1 : Number(match[3]),
    status: match[4] === undefined ? 200 : Number(match[4]),
  };
}

/** The key under which a request's answers stand; several tenants have folders of their own for what is not in a subscription. */
export function keyOf(request: Pick<Request, "path" | "tenant">, format: TenantRule): string {
  const path = segmentsOf(request.path).map(shorten).join("/").toLowerCase();
  return isOfTenant(request, format) ? `tenants/${request.tenant.toLowerCase()}/${path}` : path;
}

function isOfTenant<T extends Pick<Request, "path" | "tenant">>(
  request: T,
  { isOfAnyTenant }: TenantRule,
): request is T & { readonly tenant: string } {
  return request.tenant !== undefined && !isOfAnyTenant(request.path);
}

/** Path of the file, without status and extension, in which a request's answer is kept. */
export function stemOf(request: Request, format: TenantRule, name?: string): string {
  const segments = [
    ...(isOfTenant(request, format) ? ["tenants", request.tenant] : []),
    ...segmentsOf(request.path).map(shorten),
  ].map((segment) => encodeSegment(segment));
  const own = request.apiVersion === "" ? "" : `@${request.apiVersion}`;
  const version = name === undefined ? own : `/${name}`;
  return `${segments.join("/")}${version}${request.page > 1 ? `.page${request.page}` : ""}`;
}

/** File systems take names of 255 bytes; version, page, status and ending stand behind a segment. */
const SEGMENT_LIMIT = 180;

const segmentsOf = (path: string) => path.replace(/^\/+|\/+$/g, "").split("/");

/** Whether a part of the path is too long for a file's name, and stands in it as its beginning and a digest. */
export function isShortened({ path }: Pick<Request, "path">): boolean {
  return segmentsOf(path).some((segment) => shorten(segment) !== segment);
}

/** The same for a request as for its file, whatever the case. */
function shorten(segment: string): string {
  if (encodeSegment(segment).length <= SEGMENT_LIMIT) return segment;
  const digest = createHash("sha256").update(segment.toLowerCase()).digest("hex").slice(0, 32);
  return `${segment.replace(/[^\w-]/g, "").slice(0, 80)}~${digest}`;
}

/** Reads files of one recording, and notes which. */
export interface FileReader {
  readonly recordedAt: string;
  has(path: string): boolean;
  /** Throws what the file system throws. */
  text(path: string): string;
}

/** The answer that `file` holds, with its headers. */
export function replyFrom(reader: FileReader, file: AnswerFile, asked: string): Reply {
  const companion = file.path.replace(/\.\w+$/, ".headers.json");
  const headers = reader.has(companion) ? readJson(reader.text(companion)) : undefined;
  const entries = isObject(headers) ? Object.entries(headers) : [];
  return {
    kind: "reply",
    status: file.status,
    headers: Object.fromEntries(
      entries.map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    body: reader.text(file.path),
    apiVersion: file.apiVersion === "" ? asked : file.apiVersion,
    readAt: reader.recordedAt,
  };
}

export function fault(reader: FileReader, status: Fault["status"], cause: string): Fault {
  return { kind: "fault", status, cause, readAt: reader.recordedAt };
}

/** Of several answers to the same page a good one. */
export function best(files: readonly AnswerFile[]): AnswerFile | undefined {
  return files.find((file) => file.status === 200) ?? files[0];
}

/** One segment of a path as a file name that `readFileName` gives back. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed())
    .replace(/%20/g, " ")
    .replace(/[!'*]/g, percent)
    .replace(/^[._]/, percent)
    .replace(/\.(?=(page\d+|\d{3}|headers|request)$)/i, "%2E");
}

const percent = (character: string) =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;

function decodeUrl(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
