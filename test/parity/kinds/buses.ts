import { byName, type Kind } from '../facts.ts';

export const BUSES: Kind = {
  name: 'buses',
  cloudFormation: ['AWS::Events::EventBus', 'AWS::Events::EventBusPolicy'],
  terraform: ['aws_cloudwatch_event_bus', 'aws_cloudwatch_event_bus_policy'],
  fromCloudFormation: ({ of, policy }) => ({
    buses: byName(of('AWS::Events::EventBus').map(([id, bus]) => [id, { name: bus.Name, description: bus.Description }])),
    // A statement at a time there, named beside it; a document here.
    policies: of('AWS::Events::EventBusPolicy').map(([, each]) =>
      policy({ Version: '2012-10-17', Statement: [{ Sid: each.StatementId, ...each.Statement }] }),
    ),
  }),
  fromTerraform: ({ of, policy }) => ({
    buses: byName(of('aws_cloudwatch_event_bus').map(([id, bus]) => [id, { name: bus.name, description: bus.description }])),
    policies: of('aws_cloudwatch_event_bus_policy').map(([, each]) => policy(each.policy)),
  }),
};
