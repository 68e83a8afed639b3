// Module.swift
