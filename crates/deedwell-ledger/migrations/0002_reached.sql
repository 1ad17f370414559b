-- Blocks were forgotten before anybody remembered how far the log had come.
update log_count set reached = (select coalesce(max(tx), 0) from sealed);
