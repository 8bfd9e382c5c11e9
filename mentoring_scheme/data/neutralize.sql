-- A copy for tests holds nothing that was told in confidence.
DELETE FROM mentoring_goal_action;
DELETE FROM mentoring_goal;
DELETE FROM mentoring_note;
DELETE FROM mentoring_message;
DELETE FROM mentoring_agreement_answer;
DELETE FROM mentoring_disclosure_reading;
DELETE FROM mentoring_disclosure;
DELETE FROM ir_attachment
 WHERE res_model IN ('mentoring.application.file', 'mentoring.concern.file');
DELETE FROM mentoring_concern_file;
DELETE FROM mentoring_concern_step;
DELETE FROM mentoring_concern;
DELETE FROM mentoring_application_file;
UPDATE mentoring_partnership
   SET data_key_id = NULL;
DELETE FROM mentoring_data_key;
-- Links that were sent to members open nothing.
UPDATE survey_user_input
   SET access_token = gen_random_uuid()
 WHERE access_token IS NOT NULL;
UPDATE mentoring_certificate
   SET access_token = gen_random_uuid()
 WHERE access_token IS NOT NULL;
