/** Replaces what tells whose estate it is; the same original always gets the same replacement, whatever its case. */
export interface Redactor {
  /** A path below the endpoint, or a resource id. */
  path(path: string): string;
  /** A body as sent. JSON stays JSON with the same shape, so that it means the same to whoever reads it. */
  body(body: string): string;
  /** A body that was redacted before, without the names that only later ones told. */
  bodyAgain(body: string): string;
  text(text: string): string;
  /** A tenant's GUID or domain. */
  tenant(tenant: string): string;
}
