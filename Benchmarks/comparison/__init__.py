"""Compares WebSocket servers case by case: cases, servers, instruments, contests and their report."""
