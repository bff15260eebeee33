// One invocation of a Lambda function: asked on standard input, answered in a file, so that what the function prints is its log.
'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const { folder, handler, event, timeout } = JSON.parse(readFileSync(0, 'utf8'));
const [file, name] = handler.split('.');
const deadline = Date.now() + timeout;
const context = {
  awsRequestId: 'request',
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
};
const answer = (said) => {
  writeFileSync(join(folder, 'answer.json'), JSON.stringify(said));
  process.exit(0);
};

Promise.resolve()
  .then(() => require(join(folder, `${file}.js`))[name](event, context))
  .then(
    (value) => answer({ threw: false, answer: value ?? null }),
    (error) => answer({ threw: true, answer: { errorType: error.name, errorMessage: error.message } }),
  );
