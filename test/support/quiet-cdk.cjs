// aws-cdk-lib validates each synthesized template in a wasm module, two seconds and 350 MB a time. cfn-lint judges our templates.
process.env.CDK_VALIDATION = 'false';
