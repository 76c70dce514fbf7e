-- Whoever asked for an operation is named in the trail by the worker that does it, and so is from where they asked.
alter table platform.operations add column address inet;
alter table platform.operations add column user_agent text;
