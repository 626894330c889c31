import { isObject } from "../json/json.ts";

const setOf = (text: string) => new Set(text.toLowerCase().split(" "));

/** Properties whose text names a person, a place or a machine. */
export const personal = setOf(
  "displayName parentDisplayNameChain managementGroupAncestorsChain subscriptionDisplayName emailAddress phoneNumber userName user username adminName contactName organization organizationName company companyName department jobTitle givenName surname mailNickname preferredUsername contentDescription description title phone phoneNumber email emails mail userPrincipalName upn owner owners createdBy lastModifiedBy updatedBy principalName login adminUsername administratorLogin computerName publisherName notes comments ftpUsername publishingUsername customDomainVerificationId keyData friendlyName subject subjectName issuer subjectAlternativeNames policyAssignmentName policyAssignmentDisplayName policyDefinitionName policyDefinitionDisplayName policySetDefinitionName policySetDefinitionDisplayName targetValue customData userData appCommandLine commandToExecute virtualPath paths",
);

/** Of these those of whole sentences, and of figures: no names to be looked for elsewhere. */
export const prose = setOf(
  "description contentDescription title notes comments phone phoneNumber keyData jobTitle department owner owners customDomainVerificationId targetValue customData userData appCommandLine commandToExecute virtualPath paths",
);

/** Properties that hold names of hosts. */
export const hosts = setOf(
  "defaultDomain domains fqdn fqdns fullyQualifiedDomainName hostName hostNames defaultHostName enabledHostNames loginServer privateFQDN azurePortalFQDN reverseFqdn cname internalFqdn internalDomainNameSuffix",
);

/** Properties that hold names of resources, or are made of them. */
export const named = setOf(
  "parentNameChain subscriptionId subscription subscriptions managementGroups tenantId managementGroupId resourceGroup resourceGroupName nodeResourceGroup webSpace repositorySiteName eventHubName domainNameLabel dnsPrefix deploymentId groupShortName serverFarm hostingEnvironment virtualMachineName databaseName serverName accountName vaultName siteName filesystem workspaceName storageAccountName containerName clusterName namespaceName registryName appName target",
);

/** Lists and objects whose members have a customer's name, and no id. */
export const namedMembers = setOf(
  "rules ruleCollections containers initContainers volumes secrets webhooks natRules emailReceivers smsReceivers webhookReceivers armRoleReceivers azureFunctionReceivers logicAppReceivers automationRunbookReceivers itsmReceivers voiceReceivers azureAppPushReceivers eventHubReceivers osDisk dataDisks agentPoolProfiles ipSecurityRestrictions scmIpSecurityRestrictions ipRules ipConfigurations managementGroupAncestorsChain securityRules probes httpListeners backendPools urlPathMaps pathRules allOf extendedLocation",
);
/** Those whose members are called by a host. */
export const namedHosts = setOf("hostNameSslStates customDomain customDomains");
/** Those whose members are called by an account and a region. */
export const accountRegions = setOf("locations readLocations writeLocations failoverPolicies");

/** Objects whose keys and values people choose, as they do those of tags. */
const labels = setOf(
  "tags parameters dimensions nodeLabels labels customLabels annotations podLabels matchLabels nodeTaints taints appSettings environmentVariables env connectionStrings webHookProperties customProperties outputs",
);
/** Properties whose values are the service's own words, whoever has a name that reads the same. */
export const vocabulary = setOf(
  "type kind location tier size family sku vmSize osType state status provisioningState powerState code category apiVersion protocol direction access severity pricingTier publicNetworkAccess defaultAction action bypass region",
);

/** What people label things with: by the property's name, and metadata that is not of a policy or the like. */
export function isLabels(key: string, value: unknown): boolean {
  if (labels.has(key.toLowerCase())) return true;
  // Steps of a workflow; a role's actions are a list.
  if (/^(actions|triggers|steps)$/i.test(key)) return isObject(value);
  if (key.toLowerCase() !== "metadata" || !isObject(value)) return false;
  return (
    !["version", "category", "source", "createdBy", "description"].some((word) => word in value) &&
    Object.values(value).every((each) => typeof each === "string")
  );
}

/** Keys of a list of labels, as those of containers' variables: not themselves somebody's. */
export function isNamePart(property: string): boolean {
  return /^(name|value|type|key|effect|secretRef|connectionString|slotSetting)$/.test(property);
}
