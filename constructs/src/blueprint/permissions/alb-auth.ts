import { everything, type AccountRefs, type Group } from './group';

/**
 * How load balancers let people in. The client secret of a rule is not in what these return; `cognito-idp:DescribeUserPoolClient` would
 * return one, so it is not here.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
 */
export const ALB_AUTH: Group<AccountRefs> = {
  id: 'alb-auth',
  tool: 'inspect_alb_auth',
  grants: [
    {
      sid: 'InspectLoadBalancers',
      actions: {
        'elasticloadbalancing:DescribeLoadBalancers': 'finds load balancers, and which of them face the internet',
        'elasticloadbalancing:DescribeLoadBalancerAttributes': 'shows whether access is logged, and headers are checked',
        'elasticloadbalancing:DescribeListeners': 'shows default actions, and whether clients need a certificate',
        'elasticloadbalancing:DescribeRules': 'shows which paths ask for a sign-in, and which let everybody through',
        'elasticloadbalancing:DescribeTargetGroups': 'shows what stands behind a rule',
        'elasticloadbalancing:DescribeListenerCertificates': 'shows which names a listener answers for',
        'elasticloadbalancing:DescribeTrustStores': "shows whose clients' certificates a listener takes",
        'elasticloadbalancing:DescribeTags': 'shows to whom a load balancer belongs',
      },
      resources: everything,
    },
  ],
};
