/** Where a tenant of Entra publishes its keys, and how it calls itself in tokens. */
export interface EntraIssuer {
  readonly keys: URL;
  readonly issuers: readonly string[];
  readonly authorizationUri: string;
}

/**
 * An Entra tenant, by its directory (tenant) id, as the issuer of access tokens of versions 1 and 2 of its endpoint. `authority` is the
 * sign-in endpoint, which national clouds have their own of.
 */
export function entraIssuer(tenant: string, authority: string): EntraIssuer {
  const root = `${authority.replace(/\/$/, "")}/${tenant}`;
  return {
    keys: new URL(`${root}/discovery/v2.0/keys`),
    issuers: [`${root}/v2.0`, `https://sts.windows.net/${tenant}/`],
    authorizationUri: `${root}/oauth2/v2.0/authorize`,
  };
}
