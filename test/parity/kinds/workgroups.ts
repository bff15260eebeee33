import { parsed, sorted, type Kind } from '../facts.ts';

/** Athena's workgroups. Terraform makes one by a stack of its own. */
export const WORKGROUPS: Kind = {
  name: 'workgroups',
  cloudFormation: ['AWS::Athena::WorkGroup'],
  terraform: ['aws_cloudformation_stack'],
  fromCloudFormation: ({ of }) => sorted(of('AWS::Athena::WorkGroup').map(([, properties]) => properties)),
  fromTerraform: ({ of }) =>
    sorted(of('aws_cloudformation_stack').map(([, stack]) => parsed(stack.template_body).Resources.Workgroup.Properties)),
};
