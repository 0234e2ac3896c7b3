"""Mutation test of our own code: what changes in one place do the tests notice?"""
