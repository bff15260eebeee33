/** The oldest Terraform that can read the modules: preconditions and `nullable`, and no validation across variables. */
export const TERRAFORM_VERSION = '>= 1.5';
/** The provider versions whose schema has every attribute that the modules use. */
export const PROVIDER_VERSION = '>= 5.100, < 7';
