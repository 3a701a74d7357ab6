"""Annotations to and from other tools: tasks for Label Studio, and answers from its exports and from our own lines."""
