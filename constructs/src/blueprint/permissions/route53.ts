import { everything, type AccountRefs, type Group } from './group';

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html */
export const ROUTE53: Group<AccountRefs> = {
  id: 'route53',
  tool: 'Route 53 queries',
  grants: [
    {
      sid: 'FindZones',
      actions: {
        'route53:ListHostedZones': 'finds the zones of the account',
        'route53:ListHostedZonesByName': 'finds the zone of a domain',
        'route53:ListHealthChecks': 'finds what Route 53 watches from outside',
      },
      resources: everything,
    },
    {
      sid: 'ReadZones',
      actions: {
        'route53:GetHostedZone': "shows a zone's name servers, and the networks of a private one",
        'route53:ListResourceRecordSets': 'finds where a name leads, and names that lead to nothing of yours any more',
        'route53:GetDNSSEC': 'shows whether a zone is signed',
        'route53:ListQueryLoggingConfigs': 'shows where DNS queries are logged',
      },
      // Zones carry neither Region nor account in their ARN.
      resources: ({ partition }) => [`arn:${partition}:route53:::hostedzone/*`],
    },
    {
      sid: 'ReadTags',
      actions: { 'route53:ListTagsForResource': 'shows to whom a zone or a health check belongs' },
      resources: ({ partition }) => [`arn:${partition}:route53:::hostedzone/*`, `arn:${partition}:route53:::healthcheck/*`],
    },
  ],
};
