import { storedId } from "../../model/spellings.ts";
import type { AssetType, Detail } from "../../types.ts";
import { errorCodesOf } from "./classify.ts";
import type { Account } from "../loader-context.ts";
import { isObject, type JsonObject, readJson } from "../json/json.ts";
import { readSigns } from "../calls/completeness-signs.ts";
import { readPage } from "./lists.ts";
import { isEmptyForLack, saysNone } from "./unsupported-features.ts";
import type { Around } from "../reading/normalise.ts";
import { fillPath, isWithin } from "../reading/asset-ids.ts";
import type { Reply, Transport } from "../calls/transport.ts";

/**
 * The answers of a type's further calls for one asset, by name: null where the asset cannot have what was asked for; those that
 * failed, or that are not about what was asked, are left out. The id is in lower case in the calls, as in those of types that run over the asset: the same call is spelt the
 * same, and recorded once.
 */
export async function readDetails(
  transport: Transport,
  type: AssetType,
  account: Account,
  raw: JsonObject,
): Promise<Pick<Around, "details">> {
  const wanted = type.source?.details ?? [];
  if (wanted.length === 0) return {};
  const details: Record<string, unknown> = {};
  await Promise.all(
    wanted.map(async (detail) => {
      const path = fillPath(detail.path, "id", storedId(String(raw.id)));
      const answer = await transport.send({
        method: "GET",
        path,
        apiVersion: detail.apiVersion,
        page: 1,
        ...(account.tenant === undefined ? {} : { tenant: account.tenant }),
      });
      if (answer.kind === "fault") return;
      if (isNone(answer, path, raw)) details[detail.name] = null;
      if (answer.status !== 200 || detail.name in details) return;
      const body = isList(type, detail) ? listIn(answer, path) : objectIn(answer, path);
      if (body !== undefined) details[detail.name] = body;
    }),
  );
  return { details };
}

/** Whether an answer says that the asset has nothing of the kind. */
function isNone({ status, body }: Reply, path: string, raw: JsonObject): boolean {
  return status === 200
    ? isEmptyForLack(path, readJson(body), raw)
    : saysNone(path, errorCodesOf(body), raw);
}

/** Whether what is read of a call's answer is a list: `$name.value…` or `$name[]…`. */
function isList({ fields, relations }: AssetType, { name }: Detail): boolean {
  const beginning = new RegExp(`^\\$${name}(\\.value\\b|\\[)`);
  return [...fields.values(), ...relations.values()].some(({ reading }) =>
    reading?.paths.some((path) => beginning.test(path)),
  );
}

/** One whole list, all of whose items stand below what was asked. */
function listIn(reply: Reply, path: string): unknown {
  const page = readPage(reply);
  if (!("items" in page) || page.next !== undefined) return undefined;
  if ((page.announced ?? 0) > page.items.length) return undefined;
  const isOwn = page.items.every(({ id }) => isAbout(id, (text) => isWithin(text, path)));
  return isOwn ? readJson(reply.body) : undefined;
}

/** One whole resource, with the bag that everything of it stands in. */
function objectIn(reply: Reply, path: string): JsonObject | undefined {
  const body = readJson(reply.body);
  if (!isObject(body) || !isObject(body.properties) || "value" in body) return undefined;
  const { error, cut } = readSigns(body, reply.headers);
  if (error !== undefined || cut !== undefined) return undefined;
  return isAbout(body.id, (text) => storedId(text) === storedId(path)) ? body : undefined;
}

/** Some answers have no id; one that is there says whose answer it is. */
function isAbout(id: unknown, holds: (id: string) => boolean): boolean {
  if (id === undefined || id === null || id === "") return true;
  return typeof id === "string" && holds(id.startsWith("/") ? id : `/${id}`);
}
