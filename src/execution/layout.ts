/** Names of our own in the folder of an attempt; where folders lie is the model's business. */

// Names that begin with a dot are ours: no output may have one.
export const STDERR_FILE = '.stderr';
export const STDOUT_FILE = '.stdout';
export const TEMPORARY_FOLDER = '.tmp';
export const PUBLISH_FOLDER = '.publish';
export const REPLACED_FOLDER = '.replaced';
