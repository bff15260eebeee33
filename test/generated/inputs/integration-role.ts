import type { Inputs } from './index.ts';

const PRINCIPAL = 'principal_arn = "arn:aws:iam::444455556666:role/agent"';
const EXTERNAL_ID = 'external_id = "workspace-1"';
const both = (more = '') => `${PRINCIPAL}\n ${EXTERNAL_ID}\n ${more}`;

export const INTEGRATION_ROLE: Inputs = {
  good: {
    least: both(),
    account: `principal_arn = "444455556666"\n ${EXTERNAL_ID}`,
    // Longer than Terraform's expressions count.
    longest_external_id: `${PRINCIPAL}\n external_id = "${'x'.repeat(1224)}"`,
    everything: both(`
      previous_external_ids = ["old-1", "old,2"]
      allow_session_tags = true
      permission_groups = ["cloudtrail", "cloudwatch", "logs-insights", "athena", "route53", "describe", "alb-auth"]
      athena_workgroup = "security.read_only"
      athena_bucket_arns = [for n in range(20) : "arn:aws:s3:::logs-\${n}"]
      role_name = "AcmeClarion"
      path = "/security/"
      permissions_boundary_arn = "arn:aws:iam::111122223333:policy/boundary"
      max_session_duration = 43200
      home_region = "eu-west-1"
      tags = { team = "security" }`),
    adopted: both('adopt = true'),
    nothing: both('permission_groups = []'),
  },
  bad: {
    everybody: { variables: `principal_arn = "*"\n ${EXTERNAL_ID}`, refusedBy: 'var.principal_arn' },
    wildcard: {
      variables: `principal_arn = "arn:aws:iam::444455556666:role/*"\n ${EXTERNAL_ID}`,
      refusedBy: 'var.principal_arn',
    },
    session: {
      variables: `principal_arn = "arn:aws:sts::444455556666:assumed-role/agent/x"\n ${EXTERNAL_ID}`,
      refusedBy: 'var.principal_arn',
    },
    short_external_id: { variables: `${PRINCIPAL}\n external_id = "x"`, refusedBy: 'var.external_id' },
    long_external_id: {
      variables: `${PRINCIPAL}\n external_id = "${'x'.repeat(1225)}"`,
      refusedBy: 'var.external_id',
    },
    space_in_external_id: { variables: `${PRINCIPAL}\n external_id = "a b"`, refusedBy: 'var.external_id' },
    previous_wildcard: { variables: both('previous_external_ids = ["old-*"]'), refusedBy: 'var.previous_external_ids' },
    unknown_group: { variables: both('permission_groups = ["administrator"]'), refusedBy: 'var.permission_groups' },
    log_archive: { variables: both('permission_groups = ["log-archive"]'), refusedBy: 'var.permission_groups' },
    every_workgroup: { variables: both('athena_workgroup = "*"'), refusedBy: 'var.athena_workgroup' },
    every_bucket: { variables: both('athena_bucket_arns = ["arn:aws:s3:::*"]'), refusedBy: 'var.athena_bucket_arns' },
    many_buckets: {
      variables: both('athena_bucket_arns = [for n in range(21) : "arn:aws:s3:::logs-${n}"]'),
      refusedBy: 'var.athena_bucket_arns',
    },
    role_with_path: { variables: both('role_name = "security/Clarion"'), refusedBy: 'var.role_name' },
    short_session: { variables: both('max_session_duration = 900'), refusedBy: 'var.max_session_duration' },
    long_session: { variables: both('max_session_duration = 43201'), refusedBy: 'var.max_session_duration' },
    region: { variables: both('home_region = "Ireland"'), refusedBy: 'var.home_region' },
    boundary: { variables: both('permissions_boundary_arn = "boundary"'), refusedBy: 'var.permissions_boundary_arn' },
    path: { variables: both('path = "security"'), refusedBy: 'var.path' },
  },
};
