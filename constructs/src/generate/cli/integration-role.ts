import {
  CLI,
  DEFAULT_ATHENA_WORKGROUP,
  DEFAULT_INTEGRATION_ROLE_NAME,
  DEFAULT_PERMISSION_GROUPS,
  ERRORS,
  EXTERNAL_ID_LENGTH,
  EXTERNAL_ID_PATTERN,
  groupPolicyDescription,
  PERMISSION_GROUP_IDS,
  PRINCIPAL_PATTERN,
  quoted,
  ROLE_NAME_PATTERN,
  WORKGROUP_PATTERN,
} from '../../blueprint';
import { sentence } from '../input';
import { policyOfGroup, trustPolicy } from './documents';

const role = { roleName: '"$role_name"' };
const trust = '"$(trust_policy)"';
const policy = { policyArn: '"$policy_arn"' };
const document = '"$(policy_of "$group")"';
const description = `"${groupPolicyDescription('$group')}"`;

/** Step 4 of the setup guide with the AWS CLI: a script with the documents that the constructs deploy. */
export const integrationRoleScript = (): string => `#!/bin/sh
# Generated from the blueprint. Change it there, then run "npm run generate".
#
# The role that Clarion's agent tools assume in this account, with the AWS CLI:
#
#   ./integration-role.sh --principal-arn ARN --external-id ID
#
# It may be run again: policies are brought up to date. A role that is there already keeps its trust, unless --update-trust is given.
set -eu
export AWS_PAGER= LC_ALL=C

usage() {
  cat <<'TEXT'
usage: integration-role.sh --principal-arn ARN --external-id ID [option]...

  --principal-arn ARN         who may assume the role, as Clarion shows it: the ARN of an account, role or user, or an account ID
  --external-id ID            what the principal must say, as Clarion shows it
  --previous-external-id ID   the one before the last change, taken too until Clarion uses the new one; may be repeated
  --allow-session-tags        let the principal tag its sessions
  --permission-group GROUP    what the role may do; may be repeated. By default ${DEFAULT_PERMISSION_GROUPS.join(', ')}. One of:
                              ${PERMISSION_GROUP_IDS.join(' ')}
  --athena-workgroup NAME     the one workgroup for the group athena, by default ${DEFAULT_ATHENA_WORKGROUP}; make it so that it keeps results by itself
  --role-name NAME            by default ${DEFAULT_INTEGRATION_ROLE_NAME}
  --update-trust              write the trust of a role that is there already, in place of the one that it has, which is shown
TEXT
}

fail() {
  printf '%s\\n' "$1" >&2
  exit 2
}

newline='
'
# $1 must match $2 from its beginning to its end, or $3 says why not. grep reads lines, so there may be but one.
check() {
  case $1 in *"$newline"*) fail "$3 Got more than a line." ;; esac
  printf '%s\\n' "$1" | grep -Eq "$2" || fail "$3 Got: $1"
}
check_external_id() {
  check "$1" ${quoted(EXTERNAL_ID_PATTERN)} ${quoted(sentence(ERRORS['external-id-invalid']))}
  [ "\${#1}" -ge ${EXTERNAL_ID_LENGTH.min} ] && [ "\${#1}" -le ${EXTERNAL_ID_LENGTH.max} ] || fail ${quoted(sentence(ERRORS['external-id-invalid']))}
}

principal_arn= external_id= previous_external_ids= session_tags=no permission_groups= update_trust=no
athena_workgroup=${DEFAULT_ATHENA_WORKGROUP} role_name=${DEFAULT_INTEGRATION_ROLE_NAME}
while [ $# -gt 0 ]; do
  case $1 in
    --allow-session-tags) session_tags=yes ;;
    --update-trust) update_trust=yes ;;
    --help) usage; exit ;;
    --*)
      [ $# -ge 2 ] || fail "$1 needs a value; see --help."
      case $1 in
        --principal-arn) principal_arn=$2 ;;
        --external-id) external_id=$2 ;;
        --previous-external-id)
          check_external_id "$2"
          previous_external_ids="$previous_external_ids\${previous_external_ids:+\\", \\"}$2"
          ;;
        --permission-group)
          case $2 in ${PERMISSION_GROUP_IDS.join(' | ')}) ;; *) fail "$2 is no permission group; see --help." ;; esac
          permission_groups="$permission_groups $2"
          ;;
        --athena-workgroup) athena_workgroup=$2 ;;
        --role-name) role_name=$2 ;;
        *) fail "$1 is no option; see --help." ;;
      esac
      shift
      ;;
    *) fail "$1 is no option; see --help." ;;
  esac
  shift
done
check "$principal_arn" ${quoted(PRINCIPAL_PATTERN)} ${quoted(sentence(ERRORS['principal-invalid']))}
check_external_id "$external_id"
check "$role_name" ${quoted(ROLE_NAME_PATTERN)} ${quoted(sentence(ERRORS['role-name-invalid']))}
check "$athena_workgroup" ${quoted(WORKGROUP_PATTERN)} ${quoted(sentence(ERRORS['workgroup-name-invalid']))}

${trustPolicy()}

${policyOfGroup()}

caller=$(aws sts get-caller-identity --query Arn --output text)
partition=$(printf '%s' "$caller" | cut -d : -f 2)
account=$(printf '%s' "$caller" | cut -d : -f 5)
groups="\${permission_groups:-${DEFAULT_PERMISSION_GROUPS.join(' ')}}"

policy_names() {
  policy_name=$role_name-$group
  policy_arn=arn:$partition:iam::$account:policy/$policy_name
}
for group in $groups; do
  policy_names
  found=$(${CLI.checkPolicy(policy)} 2>/dev/null) || continue
  [ "$found" = ${description} ] || fail "$policy_name is there already, and not from here. Give another --role-name. Nothing was changed."
done

if ! ${CLI.checkRole(role)} >/dev/null 2>&1; then
  ${CLI.createRole({ ...role, trust })} >/dev/null
  echo "Created $role_name."
elif [ "$update_trust" = yes ]; then
  echo "$role_name trusted, until now:"
  ${CLI.showTrust(role)}
  ${CLI.updateTrust({ ...role, trust })}
  echo "Wrote the trust of $role_name."
else
  echo "$role_name is there already, and keeps its trust. To let Clarion assume it, add the statements of this, or run this again with --update-trust, which replaces all:"
  trust_policy
fi

for group in $groups; do
  policy_names
  if ! ${CLI.checkPolicy(policy)} >/dev/null 2>&1; then
    ${CLI.createPolicy({ policyName: '"$policy_name"', description, document })} >/dev/null
  else
    # IAM keeps five versions of a policy: the default one, and these, the oldest first.
    versions=$(aws iam list-policy-versions --policy-arn "$policy_arn" --output text \\
      --query 'sort_by(Versions, &CreateDate)[?!IsDefaultVersion].VersionId')
    # shellcheck disable=SC2086
    set -- $versions
    [ $# -lt 4 ] || aws iam delete-policy-version --policy-arn "$policy_arn" --version-id "$1"
    ${CLI.updatePolicy({ ...policy, document })} >/dev/null
  fi
  ${CLI.attachPolicy({ ...role, ...policy })}
  echo "Attached $policy_name."
done

echo "Paste this into Clarion's AWS integration:"
aws iam get-role --role-name "$role_name" --query Role.Arn --output text
`;
