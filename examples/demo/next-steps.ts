/** How to do for real what the demo did on one machine. */
export const NEXT_STEPS = `Next, for real
  1. Run the receiver where AWS can reach it over https:  clarion-receiver start
  2. Make its webhook's URL:                              clarion-receiver webhook create
  3. Trust your topic, whose name you know beforehand:    clarion-receiver monitor add-topic --monitor cloudtrail TOPIC-ARN
  4. Deploy rule, topic and subscription, with that URL:  the Terraform module terraform/cloudtrail-events,
                                                          the template cloudformation/cloudtrail-events.template.yaml, or
                                                          the construct CloudTrailEvents of clarion-aws-constructs
  5. See that the subscription is confirmed:              clarion-receiver monitor list
`;
